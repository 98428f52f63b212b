import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { runToFailure, runToThrow } from "./program";

/** A wrong argument, and what the component has to say of it. */
export interface Fault<Args> {
    readonly title: string;
    /** Laid over good arguments; a key that is undefined takes the argument away. */
    readonly args: { [K in keyof Args]?: unknown };
    /** Name of the component where the name is what is wrong. */
    readonly name?: string;
    /** Exact path of the argument at fault. */
    readonly path: string;
    /** Parts of the message: what was given, and what is allowed. */
    readonly says: readonly string[];
    /** True where the argument cannot be an Output, so that only the plain value can be wrong. */
    readonly plainOnly?: boolean;
}

/** How to build one component for a table of faults. */
export interface Subject<Args> {
    readonly component: string;
    /** Good arguments, made anew under the mocks for each test. */
    readonly good: () => Args;
    readonly make: (name: string, args: Args) => pulumi.Resource;
    /** Types of the component's own children: none may be registered. */
    readonly children: readonly string[];
    /** Those of them that do not take the argument at the path, where there are any: they may be registered without it. */
    readonly without?: (path: string) => readonly string[];
}

const NAME = "web";

/** One test for each fault as a plain value, and one as a value that becomes known later. */
export function refusesFaults<Args extends object>(subject: Subject<Args>, faults: readonly Fault<Args>[]): void {
    describe("refuses, when constructed,", () => {
        for (const fault of faults) it(fault.title, () => throwsAtOnce(subject, fault));
    });
    describe("refuses, when the value becomes known,", () => {
        for (const fault of faults.filter(({ plainOnly, name }) => !plainOnly && name === undefined)) {
            for (const preview of [false, true]) {
                it(`${fault.title}${preview ? ", in a preview" : ""}`, () => failsLater(subject, fault, preview));
            }
        }
    });
}

async function throwsAtOnce<Args extends object>(subject: Subject<Args>, fault: Fault<Args>): Promise<void> {
    const name = fault.name ?? NAME;
    const { thrown, resources } = await runToThrow(() => subject.make(name, { ...subject.good(), ...fault.args }));
    assertFault(thrown, subject.component, name, fault);
    assert.equal(thrown.message, thrown.reason);
    const own = `session-affinity:index:${subject.component}`;
    assert.deepEqual(
        resources.filter(({ type }) => type === own || subject.children.includes(type)).map(({ type }) => type),
        [],
    );
}

async function failsLater<Args extends object>(
    subject: Subject<Args>,
    fault: Fault<Args>,
    preview: boolean,
): Promise<void> {
    let constructed = false;
    const { errors, resources } = await runToFailure(
        () => {
            subject.make(NAME, laterAt({ ...subject.good(), ...fault.args }, fault.path) as Args);
            constructed = true;
        },
        { preview },
    );
    assert.ok(constructed, "nothing is thrown at construction");
    const first = errors.find((error) => pulumi.InputPropertyError.isInstance(error));
    assertFault(first, subject.component, NAME, fault);
    const others = subject.without?.(fault.path) ?? [];
    const takers = subject.children.filter((type) => !others.includes(type));
    assert.notDeepEqual(takers, []);
    assert.deepEqual(
        resources.filter(({ type }) => takers.includes(type)).map(({ type }) => type),
        [],
    );
}

/** Asserts that the error is the one that the fault asks for. */
export function assertFault(
    error: unknown,
    component: string,
    name: string,
    fault: { path: string; says: readonly string[] },
): asserts error is pulumi.InputPropertyError {
    assert.ok(pulumi.InputPropertyError.isInstance(error), `not an InputPropertyError: ${String(error)}`);
    assert.equal(error.propertyPath, fault.path);
    // Pulumi puts a sentence of its own before the message of an error that it meets in an Output, and leaves the reason.
    assert.ok(error.reason.startsWith(`${component} ${name}: `), error.reason);
    for (const part of [fault.path, ...fault.says]) {
        assert.ok(error.reason.includes(part), `"${error.reason}" does not say "${part}"`);
    }
}

/** The arguments with an Output in place of the value at the path, such as `members[0].weight`. */
function laterAt(args: object, path: string): object {
    const [first, ...rest] = path.split(/[.[\]]+/).filter((step) => step !== "");
    assert.ok(first !== undefined);
    const inner: unknown = Reflect.get(args, first);
    const changed =
        rest.length === 0 ? pulumi.output(Promise.resolve(inner)) : laterAt(inner as object, rest.join("."));
    if (Array.isArray(args)) return args.map((item: unknown, index) => (String(index) === first ? changed : item));
    return { ...args, [first]: changed };
}
