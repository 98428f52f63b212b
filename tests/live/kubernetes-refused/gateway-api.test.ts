import assert from "node:assert/strict";
import path from "node:path";

import { apply, pathOf } from "../support/kubernetes/apply";
import { type Answer, type ApiClient } from "../support/kubernetes/client";
import { httpRoutes } from "../support/kubernetes/definitions";
import { type Manifest } from "../support/kubernetes/manifests";
import { object, refuses, type Refused } from "../support/kubernetes/refused";
import { serverSuite } from "../support/kubernetes/suite";

const route = (sessionPersistence: object, name?: string) => {
    const rules = [{ backendRefs: [{ name: "orders", port: 80 }], sessionPersistence }];
    return object("gateway.networking.k8s.io/v1", "HTTPRoute", { parentRefs: [{ name: "web" }], rules }, name);
};
const COOKIE = { type: "Cookie", sessionName: "orders" };
const PERMANENT = /AbsoluteTimeout must be specified when cookie lifetimeType is Permanent/;

const everyRelease: readonly Refused[] = [
    {
        title: "a permanent cookie without its time",
        manifest: route({ ...COOKIE, cookieConfig: { lifetimeType: "Permanent" } }),
        says: PERMANENT,
    },
    {
        title: "a time in days",
        manifest: route({ ...COOKIE, absoluteTimeout: "1d" }),
        says: /absoluteTimeout: Invalid value: "1d"/,
    },
    {
        title: "a time without its unit",
        manifest: route({ ...COOKIE, absoluteTimeout: "3600" }),
        says: /absoluteTimeout: Invalid value: "3600"/,
    },
    {
        title: "a session name of 129 characters",
        manifest: route({ ...COOKIE, sessionName: "a".repeat(129) }),
        says: /sessionName: Too long/,
    },
    {
        title: "affinity to a client's address",
        manifest: route({ type: "ClientIP" }),
        says: /sessionPersistence.type: Unsupported value: "ClientIP": supported values: "Cookie", "Header"/,
    },
    {
        title: "the shape that follows 1.6",
        manifest: route({ type: "Cookie", cookie: { name: "orders" } }),
        says: /sessionPersistence.cookie: field not declared in schema/,
    },
];
const noCookieOfHeader: Refused = {
    title: "a cookie's lifetime for a header",
    manifest: route({ type: "Header", sessionName: "orders", cookieConfig: { lifetimeType: "Session" } }),
    says: /cookieConfig can only be set with type Cookie/,
};
const idle = route({ ...COOKIE, idleTimeout: "10m" }, "idle");
const GATEWAY = {
    "1.4": everyRelease,
    "1.5": [...everyRelease, noCookieOfHeader],
    "1.6": [
        ...everyRelease,
        noCookieOfHeader,
        {
            title: "an idle timeout",
            manifest: idle,
            says: /sessionPersistence.idleTimeout: field not declared in schema/,
        },
    ],
} as const;

/** Creates it as a client does that has the server ignore fields which it does not know. */
async function create(client: ApiClient, manifest: Manifest): Promise<Answer> {
    const target = path.posix.dirname(await pathOf(client, manifest));
    return client.send("POST", `${target}?fieldValidation=Ignore`, manifest);
}

serverSuite("A real API server with the Gateway API 1.1's experimental channel", [httpRoutes("1.1")], (client) =>
    // Its rule reads a member that a header does not have. https://github.com/kubernetes-sigs/gateway-api/issues/3214
    refuses(client, [
        {
            title: "a header",
            manifest: route({ type: "Header", sessionName: "x-user" }),
            says: /no such key: cookieConfig/,
        },
    ]),
);

serverSuite("A real API server with the Gateway API 1.5's experimental channel", [httpRoutes("1.5")], (client) => {
    it("takes an idle timeout still", async () => {
        const { status, body } = await apply(client(), idle);
        assert.equal(status, 201);
        assert.equal(body.spec.rules[0].sessionPersistence.idleTimeout, "10m");
    });
});

for (const release of ["1.4", "1.5", "1.6"] as const) {
    serverSuite(
        `A real API server with the Gateway API ${release}'s experimental channel`,
        [httpRoutes(release)],
        (client) => refuses(client, GATEWAY[release]),
    );

    serverSuite(
        `A real API server with the Gateway API ${release}'s standard channel`,
        [httpRoutes(release, "standard")],
        (client) => {
            refuses(client, [
                {
                    title: "affinity that is applied on its side",
                    manifest: route(COOKIE),
                    says: /sessionPersistence: field not declared in schema/,
                },
            ]);

            it("drops affinity that is created without strict checks", async () => {
                const { status, warnings, body } = await create(client(), route(COOKIE, "dropped"));
                assert.deepEqual({ status, warnings }, { status: 201, warnings: [] });
                assert.equal(body.spec.rules.length, 1);
                assert.equal("sessionPersistence" in body.spec.rules[0], false);
            });
        },
    );
}
