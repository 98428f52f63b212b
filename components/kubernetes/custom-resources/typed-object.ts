import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A value of which every part may be an Input. */
export type DeepInput<T> = pulumi.Input<
    T extends readonly (infer Item)[]
        ? DeepInput<Item>[]
        : T extends object
          ? { [Key in keyof T]: DeepInput<T[Key]> }
          : T
>;

/** Arguments of an object whose kind is a {@link TypedObject}. */
export interface TypedObjectArgs<Spec> {
    /** Name, namespace, labels and annotations. Omitted: Pulumi makes a name, in the provider's namespace. */
    metadata?: pulumi.Input<kubernetes.types.input.meta.v1.ObjectMeta>;
    /** What is asked for, as the kind's own definition spells it. */
    spec: DeepInput<Spec>;
}

/**
 * A custom resource with the part of its kind's schema that this package writes, since `@pulumi/kubernetes` has no types
 * for it. A subclass fixes the API version and kind.
 */
export abstract class TypedObject<Spec> extends kubernetes.apiextensions.CustomResource {
    /** What was asked for. */
    declare readonly spec: pulumi.Output<Spec>;

    protected constructor(
        type: { readonly apiVersion: string; readonly kind: string },
        name: string,
        args: TypedObjectArgs<Spec>,
        opts?: pulumi.CustomResourceOptions,
    ) {
        // A custom resource has no outputs but those that it was given: without this its name could not be read.
        super(name, { ...type, ...args, metadata: args.metadata ?? {} }, opts);
    }
}
