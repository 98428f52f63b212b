import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "../../kubernetes/custom-resources/typed-object";
import { ALB_API_VERSION, type SessionAffinity } from "./session-affinity";

/** A port of a Service: by number or by name. */
export interface IngressBackendPort {
    port?: number;
    name?: string;
    protocol: "HTTP" | "HTTPS";
}

/** Settings of one Service behind an Ingress. */
export interface IngressBackendSettings {
    /** Name of a Service in the extension's own namespace. */
    service: string;
    sessionAffinity?: SessionAffinity;
    /** A Go duration; "0s" is none. */
    timeouts?: { requestTimeout?: string };
    ports?: IngressBackendPort[];
}

/** The part of an extension that this package writes. */
export interface IngressExtensionSpec {
    backendSettings?: IngressBackendSettings[];
}

/** Sets what an Ingress has no words for. https://learn.microsoft.com/azure/application-gateway/for-containers/api-specification-kubernetes */
export class IngressExtension extends TypedObject<IngressExtensionSpec> {
    constructor(name: string, args: TypedObjectArgs<IngressExtensionSpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: ALB_API_VERSION, kind: "IngressExtension" }, name, args, opts);
    }
}
