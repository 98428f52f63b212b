import { UsageError } from "../errors";
import { type ArmClient } from "./client";
import { textAt } from "./json";

const VERSION = "2022-12-01";
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A subscription that the login can see. */
export interface Subscription {
    readonly id: string;
    readonly name: string;
}

/** Every subscription that the login can see. */
export async function subscriptions(client: ArmClient): Promise<Subscription[]> {
    const found = await client.list("/subscriptions", VERSION, "listing subscriptions");
    return found.map((one) => ({
        id: textAt(one, "subscriptionId") ?? "",
        name: textAt(one, "displayName") ?? "",
    }));
}

/**
 * The id of the subscription that was asked for, by id or name; else of the environment's `AZURE_SUBSCRIPTION_ID`; else of the
 * only one that the login can see.
 *
 * @throws UsageError where that is none, or several.
 */
export async function subscriptionOf(
    client: ArmClient,
    option: string | undefined,
    env: NodeJS.ProcessEnv,
): Promise<string> {
    const given = option ?? (env["AZURE_SUBSCRIPTION_ID"] || undefined);
    if (given !== undefined && ID.test(given)) return given;
    const visible = await subscriptions(client);
    const fitting = visible.filter(({ name }) => given === undefined || name.toLowerCase() === given.toLowerCase());
    const [only, second] = fitting;
    if (only !== undefined && second === undefined) return only.id;
    const list = visible.map(({ id, name }) => `\n  ${id}  ${name}`).join("");
    if (visible.length === 0) {
        throw new UsageError("this login sees no subscription. Log in to another tenant, or ask for a role in one.");
    }
    if (given === undefined) throw new UsageError(`give --subscription: this login sees several.${list}`);
    const count = second === undefined ? "no subscription has" : "several subscriptions have";
    throw new UsageError(`${count} the name "${given}". Give --subscription with an id of these:${list}`);
}
