import { StickyContainerApp } from "pulumi-session-affinity/container-apps";

import { makePlace } from "./place";

/** So many sticky Container Apps, each by the package's component. */
export function stickyApps(count: number): void {
    const place = makePlace();
    for (let index = 0; index < count; index++) {
        new StickyContainerApp(`app-${index}`, { ...place, image: "shop:1", targetPort: 8080, external: true });
    }
}
