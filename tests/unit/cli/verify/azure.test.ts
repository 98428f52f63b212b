import assert from "node:assert/strict";

import { apiManagement, containerApp, Stage, webApps } from "./support";

describe("verify --resource-group", () => {
    let stage: Stage;

    before(async () => {
        stage = await Stage.set((cloud) => {
            apiManagement(cloud);
            containerApp(cloud);
            webApps(cloud);
        });
    });
    after(() => stage.stop());

    it("tries", async () => {
        const ended = await stage.verify("--resource-group", "rg");
        assert.equal(ended.code, 1);
    });
});
