import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";

import { type BackendPlaceArgs, readPlace } from "./backend-args";
import { mergeCredentials } from "./backend-credentials";
import { type BackendTargetArgs, faultOfUrl, readTarget } from "./backend-target";
import { type CircuitBreakerArgs, readCircuitBreaker } from "./circuit-breaker";

/** A proxy between API Management and a backend. */
export interface BackendProxyArgs {
    /** Address of the proxy, `http://` or `https://`, without a slash at its end, at most 2000 characters. */
    url: pulumi.Input<string>;
    /** User's name at the proxy. Omitted: the proxy asks for none. */
    username?: pulumi.Input<string | undefined>;
    /** The user's password, kept secret. Only with `username`. Omitted: the proxy asks for none. */
    password?: pulumi.Input<string | undefined>;
}

/** Arguments of {@link ApimBackend}. */
export interface ApimBackendArgs extends BackendPlaceArgs, BackendTargetArgs {
    /** Description, at most 2000 characters. Omitted: none. */
    description?: pulumi.Input<string | undefined>;
    /** Whether an `https` backend's certificate has to come from a trusted authority. Omitted: true. */
    validateCertificateChain?: pulumi.Input<boolean | undefined>;
    /** Whether an `https` backend's certificate has to be for the host that is called. Omitted: true. */
    validateCertificateName?: pulumi.Input<boolean | undefined>;
    /** When the backend is taken out, and for how long; not in the Consumption tier. Omitted: never, so that a pool does not turn to members of a later priority for its sake. */
    circuitBreaker?: CircuitBreakerArgs;
    /** A proxy that requests go through. Omitted: they go to the backend itself. */
    proxy?: BackendProxyArgs;
}

/**
 * A backend of API Management for one application, its address and resource id taken from the application.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class ApimBackend extends pulumi.ComponentResource {
    /** The backend itself. */
    public readonly backend: apimanagement.Backend;
    /** Name of the backend, which `set-backend-service backend-id` takes. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the backend, which a pool's members are given by. */
    public readonly resourceId: pulumi.Output<string>;
    /** Address that requests are sent to. */
    public readonly url: pulumi.Output<string>;
    /** True where failures can take the backend out. */
    public readonly hasCircuitBreaker: boolean;

    /**
     * @param name name of the component; the backend's id is made from it unless `backendId` is given.
     * @param args see {@link ApimBackendArgs}.
     * @param opts options of the component; an azure-native provider given here reaches the backend.
     */
    constructor(name: string, args: ApimBackendArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:ApimBackend", name, { ...args, proxy: settings.proxy }, opts);

        const target = settings.target.locate(this);
        const credentials = mergeCredentials(settings.check, [
            { path: settings.target.path, credentials: target.credentials },
        ]);
        this.backend = new apimanagement.Backend(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                serviceName: settings.serviceName,
                backendId: settings.backendId,
                title: settings.title,
                description: settings.description,
                type: "Single",
                protocol: "http",
                url: target.url,
                resourceId: target.resourceId,
                credentials,
                tls: settings.tls,
                circuitBreaker: settings.circuitBreaker,
                proxy: settings.proxy,
            },
            { parent: this },
        );

        this.name = this.backend.name;
        this.resourceId = this.backend.id;
        this.url = pulumi.output(target.url);
        this.hasCircuitBreaker = settings.circuitBreaker !== undefined;
        this.registerOutputs({
            backend: this.backend,
            name: this.name,
            resourceId: this.resourceId,
            url: this.url,
            hasCircuitBreaker: this.hasCircuitBreaker,
        });
    }
}

/** Checks the arguments and finds the target. */
function readArgs(name: string, args: ApimBackendArgs) {
    const check = new Checks("ApimBackend", name);
    const target = readTarget(check, name, args);
    return {
        check,
        target,
        ...readPlace(check, name, args),
        description: check.text(
            "description",
            args.description,
            /^.{1,2000}$/s,
            "it has to have 1 to 2000 characters.",
        ),
        tls: {
            validateCertificateChain: args.validateCertificateChain ?? true,
            validateCertificateName: args.validateCertificateName ?? true,
        },
        circuitBreaker: readCircuitBreaker(check, args.circuitBreaker),
        proxy: readProxy(check, args.proxy),
    };
}

function readProxy(check: Checks, proxy: BackendProxyArgs | undefined) {
    if (proxy === undefined) return undefined;
    if (proxy.password !== undefined && proxy.username === undefined) {
        check.missing(
            "proxy.username",
            "a password is somebody's. Give the user's name, or leave args.proxy.password out.",
        );
    }
    return {
        url: check.value(
            "proxy.url",
            check.required("proxy.url", proxy.url, "give the address of the proxy."),
            faultOfUrl,
        ) as pulumi.Input<string>,
        ...(proxy.username === undefined ? {} : { username: proxy.username }),
        ...(proxy.password === undefined ? {} : { password: pulumi.secret(proxy.password) }),
    };
}
