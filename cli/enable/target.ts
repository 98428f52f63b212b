import { type ArmClient } from "../azure/client";
import { type Json, type JsonObject } from "../azure/json";
import { type Step } from "../azure/missing";

/** What a resource's affinity is, and what has to be written to make it what was asked for. */
export type Plan =
    | { readonly state: "already"; readonly now: Json; readonly notes: readonly string[] }
    | { readonly state: "refused"; readonly why: string }
    | {
          readonly state: "change";
          /** Null where nothing is there. */
          readonly before: Json;
          /** Null where it is taken away. */
          readonly after: Json;
          /** Body of the PATCH. */
          readonly body: JsonObject;
          /** What the user should know before agreeing. */
          readonly notes: readonly string[];
      };

/** How the setting is kept in a program. */
export interface Keep {
    /** Component of this package that sets it. */
    readonly component: string;
    /** Type token that `pulumi import` takes. */
    readonly token: string;
    readonly name: string;
    /** Has to be run before the import, where something has to. */
    readonly before?: string;
}

/** A resource of Azure whose affinity can be turned on. */
export interface Target {
    /** "backend pool openai-pool of apim-prod" */
    readonly label: string;
    /** Resource id. */
    readonly id: string;
    /** Property that is changed, as Resource Manager spells it below `properties`. */
    readonly property: string;
    /** API versions that have the property, the first that Azure takes is used. */
    readonly apiVersions: readonly string[];
    /** ARM type, for the actions that a role has to allow. */
    readonly type: string;
    /** Built-in role that suffices. */
    readonly role: string;
    readonly keep: Keep;
    /** The way to the resource, to say what is missing. */
    readonly steps: readonly Step[];
    plan(document: JsonObject): Plan;
    /** What no write of ours may change. Undefined where Azure itself changes too much of the resource to tell. */
    readonly untouched?: (document: JsonObject) => Json;
    /** What else there is to say to a refusal: names that would do. */
    readonly offer?: (client: ArmClient, apiVersion: string) => Promise<string>;
}

/** What is wanted of a target. */
export interface Wanted {
    readonly disable: boolean;
}
