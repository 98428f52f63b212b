import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";

import { type BackendAuthArgs, readAuth } from "./auth/backend-auth";
import { type BackendPlaceArgs, readPlace } from "./backend-args";
import { mergeCredentials } from "./backend-credentials";
import { type BackendTargetArgs, faultOfUrl, readTarget } from "./backend-target";
import { type CircuitBreakerArgs, readCircuitBreaker } from "./circuit-breaker";
import { type RequiredRole } from "../secrets/key-vault-grant";
import { forwardHost } from "../policies/patterns";
import { type Statement } from "../policies/statement";

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
    /** How API Management signs requests to the backend, so that it takes them. Omitted: it does not. */
    auth?: BackendAuthArgs;
    /** Whether requests tell the host name that the client called, in `X-Forwarded-Host`: an App Service sets its affinity cookie for it where `clientAffinityProxyEnabled` is on. Omitted: true for a `webApp`, else false. */
    forwardHost?: boolean;
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
    /** What has to stand in a policy beside picking this backend: what signs requests to it. `ApimApi`, `ApimProduct` and `policies.sendTo` put it there. */
    public readonly statements: readonly Statement<"inbound">[];
    /** Roles that API Management's identity needs for what signs requests, whether they are assigned here or not. */
    public readonly requiredRoles: pulumi.Output<RequiredRole[]>;

    /**
     * @param name name of the component; the backend's id is made from it unless `backendId` is given.
     * @param args see {@link ApimBackendArgs}.
     * @param opts options of the component; an azure-native provider given here reaches the backend.
     */
    constructor(name: string, args: ApimBackendArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        // What signs requests holds secrets, and stands in the children that keep them.
        super("session-affinity:index:ApimBackend", name, { ...args, auth: undefined, proxy: settings.proxy }, opts);

        const target = settings.target.locate(this);
        const signature = settings.sign(this, name, settings.place);
        const credentials = mergeCredentials(settings.check, [
            { path: settings.target.path, credentials: target.credentials },
            { path: "auth", credentials: signature.credentials },
        ]);
        this.backend = new apimanagement.Backend(
            name,
            {
                ...settings.place,
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
        this.statements = [...(settings.forwardsHost ? [forwardHost()] : []), ...signature.statements];
        this.requiredRoles = signature.requiredRoles;
        this.registerOutputs({
            backend: this.backend,
            name: this.name,
            resourceId: this.resourceId,
            url: this.url,
            hasCircuitBreaker: this.hasCircuitBreaker,
            requiredRoles: this.requiredRoles,
        });
    }
}

/** Checks the arguments and finds the target. */
function readArgs(name: string, args: ApimBackendArgs) {
    const check = new Checks("ApimBackend", name);
    const target = readTarget(check, name, args);
    const { resourceGroupName, serviceName, backendId, title } = readPlace(check, name, args);
    if (args.auth?.signature && target.path !== "logicApp") {
        throw check.fault("auth.signature", "is that of a Logic App's trigger: give it beside args.logicApp only.");
    }
    return {
        check,
        target,
        place: { resourceGroupName, serviceName },
        backendId,
        title,
        sign: readAuth(check, args.auth, target.path !== "url"),
        forwardsHost: args.forwardHost ?? target.path === "webApp",
        description: check.length("description", args.description, 2000),
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
