import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";

import { layOutFragment } from "./document";
import { renderPolicies } from "./render";
import { type Section, SECTIONS } from "./sections";
import { allowedIn, type Statement } from "./statement";
import { type Fragment } from "./statements/control";
import { readServicePlace, type ServicePlaceArgs } from "../service-place";

/** Arguments of {@link ApimPolicyFragment}. */
export interface ApimPolicyFragmentArgs<S extends Section> extends ServicePlaceArgs {
    /** Statements of the fragment. It may stand where all of them may. */
    statements: readonly Statement<S>[];
    /** Description, at most 1000 characters. Omitted: none. */
    description?: pulumi.Input<string | undefined>;
}

/** Pulumi appends eight hexadecimal digits. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/policyfragments */
const NAME = /^[^*#&+:<>?]{1,72}$/;

/** Most bytes of a fragment. https://learn.microsoft.com/azure/api-management/policy-fragments */
const BYTES = 32 * 1024;

/**
 * Statements that several policies share; {@link includeFragment} puts them into one.
 * https://learn.microsoft.com/azure/api-management/policy-fragments
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class ApimPolicyFragment<S extends Section = Section> extends pulumi.ComponentResource implements Fragment<S> {
    /** The fragment itself. */
    public readonly fragment: apimanagement.PolicyFragment;
    /** Id of the fragment, which `include-fragment` takes. */
    public readonly fragmentId: pulumi.Output<string>;
    /** The sections that allow all of its statements. */
    public readonly sections: readonly S[];

    /**
     * @param name name of the component, 1 to 72 characters, which Pulumi makes the fragment's id from. It cannot be given:
     *        of a resource's inputs Pulumi's Node SDK passes on none that is called `id`.
     * @param args see {@link ApimPolicyFragmentArgs}.
     * @param opts options of the component; an azure-native provider given here reaches the fragment.
     */
    constructor(name: string, args: ApimPolicyFragmentArgs<S>, opts?: pulumi.ComponentResourceOptions) {
        const check = new Checks("ApimPolicyFragment", name);
        const place = readServicePlace(check, args);
        const statements = check.required(
            "statements",
            args.statements,
            "give one or more.",
        ) as readonly Statement<S>[];
        if (statements.length === 0) check.missing("statements", "give one or more.");
        const root = layOutFragment(check, "statements", statements);
        if (!NAME.test(name))
            check.failOwnName(
                "the fragment's id is made from it. It has to have 1 to 72 characters, none of *#&+:<>?.",
            );
        const description = check.length("description", args.description, 1000);
        super("session-affinity:index:ApimPolicyFragment", name, { ...place, description }, opts);

        this.fragment = new apimanagement.PolicyFragment(
            name,
            {
                ...place,
                description,
                format: "rawxml",
                value: renderPolicies(check, "statements", root).apply((document) => withinLimit(check, document)),
            },
            { parent: this },
        );
        this.fragmentId = this.fragment.name;
        this.sections = allowedIn<S>(SECTIONS, root).sections as readonly S[];
        this.registerOutputs({ fragment: this.fragment, fragmentId: this.fragmentId, sections: this.sections });
    }
}

function withinLimit(check: Checks, document: string): string {
    const size = Buffer.byteLength(document, "utf8");
    if (size <= BYTES) return document;
    throw check.fault("statements", `make ${size} bytes: a fragment has at most ${BYTES}. Take it apart.`);
}
