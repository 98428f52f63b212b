import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

/** What App Service takes as a site's name, 2 to 60 characters; it is part of a host name. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,58}[A-Za-z0-9]$/;
/** A component's name that Pulumi can make a site's from, with eight hexadecimal digits. */
const AUTO_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,51}$/;

/**
 * The name of a site, or undefined where Pulumi makes one from the component's name.
 *
 * @param argument name of the component's argument for it, for the message.
 */
export function readSiteName(
    check: Checks,
    component: string,
    argument: string,
    given: pulumi.Input<string | undefined> | undefined,
): pulumi.Input<string> | undefined {
    if (given === undefined && !AUTO_NAME.test(component)) {
        check.missing(
            argument,
            `the app's name cannot be made from the component's name ${JSON.stringify(component)}, which has to have at most 52 ` +
                `letters, digits and hyphens, and not begin with a hyphen. Change it, or give ${argument}.`,
        );
    }
    return check.text(
        argument,
        given,
        NAME,
        "it has to have 2 to 60 letters, digits and hyphens, and neither begin nor end with a hyphen.",
    );
}
