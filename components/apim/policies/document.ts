import { type Checks } from "../../affinity/checks";

import { readsAuthorization, setsAuthorization } from "./authorization";
import { type Section, SECTIONS } from "./sections";
import { type Element, element, everyElement, sectionsInWords, type Statement, statementsBelow } from "./statement";
import { base, forwardRequest } from "./statements/backend";

/**
 * A policy document. In each section `<base />`, what the scopes above say, stands first, unless a {@link base} stands
 * elsewhere in it or is turned off.
 * https://learn.microsoft.com/azure/api-management/api-management-howto-policies
 */
export interface PolicyDocument {
    /** Statements before the request goes to the backend. */
    inbound?: readonly Statement<"inbound">[] | undefined;
    /** The one statement that sends the request; the service allows no second, so it takes the place of `<base />`. Omitted: what the scopes above say. */
    backend?: Statement<"backend"> | undefined;
    /** Statements before the answer goes to the client. */
    outbound?: readonly Statement<"outbound">[] | undefined;
    /** Statements after an error. */
    onError?: readonly Statement<"on-error">[] | undefined;
    /** False for a section: what the scopes above say is left out there; without it and a statement, `backend` sends nothing. Omitted: true. */
    base?: { readonly [K in SectionKey]?: boolean } | undefined;
}

/** A section as a {@link PolicyDocument} names it. */
export type SectionKey = "inbound" | "backend" | "outbound" | "onError";

/** Where a document stands: for the whole service, with nothing above it, or below. */
export type PolicyLevel = "service" | "below";

const KEYS: Readonly<Record<Section, SectionKey>> = {
    inbound: "inbound",
    backend: "backend",
    outbound: "outbound",
    "on-error": "onError",
};

/** The documents of an argument that takes one or several. */
export function documentsOf(policy: PolicyDocument | readonly PolicyDocument[] | undefined): readonly PolicyDocument[] {
    if (policy === undefined) return [];
    return isSeveral(policy) ? policy : [policy];
}

/** True where a document itself says where requests go. */
export function picksBackend({ inbound = [], backend }: PolicyDocument): boolean {
    const statements: readonly Statement<never>[] = backend ? [...inbound, backend] : inbound;
    return statements.flatMap(everyElement).some(({ name }) => name === "set-backend-service");
}

/** Several documents as one, the statements of the first before those of the next. Undefined ones are left out. */
export function mergePolicies(
    check: Checks,
    path: string,
    ...documents: readonly (PolicyDocument | undefined)[]
): PolicyDocument {
    const given = documents.filter((document) => document !== undefined);
    const [backend, second] = given.flatMap((document) => document.backend ?? []);
    if (second !== undefined) {
        throw check.fault(
            `${path}.backend`,
            `is a second statement of the backend section, which has a ${backend?.name}: the service allows one.`,
        );
    }
    return {
        inbound: given.flatMap(({ inbound }) => inbound ?? []),
        backend,
        outbound: given.flatMap(({ outbound }) => outbound ?? []),
        onError: given.flatMap(({ onError }) => onError ?? []),
        base: Object.fromEntries(
            given.flatMap(({ base: asked = {} }) => Object.entries(asked).filter(([, said]) => said !== undefined)),
        ),
    };
}

/**
 * The document as an element, its statements checked.
 *
 * @throws {pulumi.InputPropertyError} for a statement where it may not stand, or that another one makes useless.
 */
export function layOutPolicies(check: Checks, path: string, document: PolicyDocument, level: PolicyLevel): Element {
    return element(
        "policies",
        {},
        SECTIONS.map((section) => element(section, {}, layOutSection(check, path, document, section, level))),
    );
}

/** The fragment as an element, its statements checked. */
export function layOutFragment(check: Checks, path: string, statements: readonly Statement<never>[]): Element {
    statements.forEach((statement, index) => {
        const nodes = everyElement(statement);
        if (nodes.some(isBase)) {
            throw check.fault(
                `${path}[${index}]`,
                "holds base(), which stands directly in a section of a policy only.",
            );
        }
        if (nodes.some(({ name }) => name === "include-fragment")) {
            throw check.fault(`${path}[${index}]`, "holds include-fragment: a fragment cannot be within another.");
        }
    });
    return element("fragment", {}, statements);
}

function layOutSection(
    check: Checks,
    path: string,
    document: PolicyDocument,
    section: Section,
    level: PolicyLevel,
): readonly Statement<never>[] {
    const key = KEYS[section];
    const given: Statement<never> | readonly Statement<never>[] | undefined = document[key];
    const statements = given === undefined ? [] : isList(given) ? given : [given];
    statements.forEach((statement, index) => {
        checkPlace(check, given === statements ? `${path}.${key}[${index}]` : `${path}.${key}`, statement, section);
    });
    if (section === "inbound") refuseUseless(check, `${path}.${key}`, statements);
    return level === "service"
        ? withoutBase(check, path, section, statements, document.base?.[key])
        : withBase(check, path, section, statements, document.base?.[key]);
}

/** Nothing stands above the whole service's scope; without a statement that sends it, no request would be sent at all. */
function withoutBase(
    check: Checks,
    path: string,
    section: Section,
    statements: readonly Statement<never>[],
    asked: boolean | undefined,
): readonly Statement<never>[] {
    if (asked || statements.some(isBase)) {
        throw check.fault(
            `${path}.${KEYS[section]}`,
            "has base(), and nothing stands above the whole service. Leave it out.",
        );
    }
    const silent = section === "backend" && statements.length === 0 && asked !== false;
    return silent ? [forwardRequest()] : statements;
}

function withBase(
    check: Checks,
    path: string,
    section: Section,
    statements: readonly Statement<never>[],
    asked: boolean | undefined,
): readonly Statement<never>[] {
    const key = KEYS[section];
    const placed = statements.filter(isBase).length;
    if (placed > 1) throw check.fault(`${path}.${key}`, "holds base() more than once. Give it once.");
    if (placed > 0 && asked === false) {
        check.conflict(
            `${path}.base.${key}`,
            `${path}.${key}`,
            "base() is turned off and given. Leave one of them out.",
        );
    }
    if (section === "backend" && statements.length > 0) {
        if (asked) {
            check.conflict(
                `${path}.base.${key}`,
                `${path}.${key}`,
                "the backend section takes one statement. Leave one of them out.",
            );
        }
        return statements;
    }
    return placed > 0 || asked === false ? statements : [base(), ...statements];
}

function checkPlace(check: Checks, path: string, statement: Statement<never>, section: Section): void {
    if (!statement.sections.includes(section)) {
        const culprit = [statement, ...statementsWithin(statement)].findLast(
            ({ sections }) => !sections.includes(section),
        );
        const within = culprit === statement || !culprit ? "" : `, which holds ${culprit.name}`;
        throw check.fault(
            path,
            `is ${statement.name}${within}: it may stand in ${sectionsInWords((culprit ?? statement).sections)}, not in ${section}.`,
        );
    }
    if (statementsWithin(statement).some(isBase)) {
        throw check.fault(path, `is ${statement.name}, which holds base(): it stands directly in a section only.`);
    }
}

/** What follows a statement and can do nothing any more. */
function refuseUseless(check: Checks, path: string, statements: readonly Statement<never>[]): void {
    for (const once of ["cache-lookup", "authentication-basic"]) {
        const places = statements.flatMap((statement, index) =>
            everyElement(statement).flatMap(({ name }) => (name === once ? [index] : [])),
        );
        if (places[1] !== undefined) {
            throw check.fault(`${path}[${places[1]}]`, `holds a second ${once}: the service allows one in a section.`);
        }
    }
    const signs = statements.findIndex(setsAuthorization);
    const validates = statements.findLastIndex(readsAuthorization);
    if (signs >= 0 && validates > signs) {
        throw check.fault(
            `${path}[${validates}]`,
            `is validate-jwt on Authorization, and ${path}[${signs}] has put API Management's own token there. Put validate-jwt first.`,
        );
    }
}

function statementsWithin(statement: Statement<never>): Statement<never>[] {
    return statementsBelow(statement).flatMap((below) => [below, ...statementsWithin(below)]);
}

function isBase({ name }: Element): boolean {
    return name === "base";
}

function isSeveral(policy: PolicyDocument | readonly PolicyDocument[]): policy is readonly PolicyDocument[] {
    return Array.isArray(policy);
}

function isList(value: Statement<never> | readonly Statement<never>[]): value is readonly Statement<never>[] {
    return Array.isArray(value);
}
