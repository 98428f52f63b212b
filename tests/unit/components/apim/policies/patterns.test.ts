import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    authenticationManagedIdentity,
    cacheResponses,
    expression,
    fallBackTo,
    forwardHost,
    namedValue,
    refuseWhileUnhealthy,
    retryRequests,
    type Route,
    routeRequests,
    sendTo,
    type SignedBackend,
    streamResponses,
} from "../../../../../components/apim/policies";
import { allWritten, laterRefusal, refusal, written, writtenDocument } from "./written";

const west: SignedBackend = { name: pulumi.output("west") };
const north: SignedBackend = {
    name: pulumi.output("north"),
    statements: [authenticationManagedIdentity({ resource: "api://north" })],
};

/** A document's sections that hold more than what the scopes above say. */
async function sections(document: Parameters<typeof writtenDocument>[0]): Promise<string> {
    const lines = (await writtenDocument(document)).split("\n").slice(1, -1);
    const text = lines.map((line) => line.slice(4)).join("\n");
    return text.replace(/<([a-z-]+)>\n {4}<base \/>\n<\/\1>\n?/g, "").trimEnd();
}

describe("sendTo", () => {
    it("picks the backend, and signs requests to it", async () => {
        assert.equal(await allWritten(sendTo(west)), `<set-backend-service backend-id="west" />`);
        assert.equal(
            await allWritten(sendTo(north)),
            `<set-backend-service backend-id="north" />
<authentication-managed-identity resource="api://north" />`,
        );
    });
});

describe("routeRequests", () => {
    it("sends each request where the first route says that fits, and others elsewhere", async () => {
        assert.equal(
            await written(
                routeRequests(
                    [
                        { backend: north, version: "v1" },
                        { backend: west, version: "v2" },
                    ],
                    north,
                ),
            ),
            `<choose>
    <when condition="@(context.Api.Version == "v1")">
        <set-backend-service backend-id="north" />
        <authentication-managed-identity resource="api://north" />
    </when>
    <when condition="@(context.Api.Version == "v2")">
        <set-backend-service backend-id="west" />
    </when>
    <otherwise>
        <set-backend-service backend-id="north" />
        <authentication-managed-identity resource="api://north" />
    </otherwise>
</choose>`,
        );
    });

    it("answers 404 where no route is for the request, if it is told so", async () => {
        assert.equal(
            await written(routeRequests([{ backend: west, condition: expression`a < 1` }], "refuse")),
            `<choose>
    <when condition="@(a < 1)">
        <set-backend-service backend-id="west" />
    </when>
    <otherwise>
        <return-response>
            <set-status code="404" reason="Not Found" />
        </return-response>
    </otherwise>
</choose>`,
        );
    });

    const path = (prefix: string) =>
        `("/" + context.Request.OriginalUrl.Path.Trim('/') + "/").StartsWith("${prefix}", StringComparison.OrdinalIgnoreCase)`;
    const conditions: readonly (readonly [title: string, route: Omit<Route, "backend">, condition: string])[] = [
        ["a path", { path: "/orders/v2" }, path("/orders/v2/")],
        ["a path without slashes around it", { path: "orders" }, path("/orders/")],
        ["a path with slashes at its end", { path: "//orders/v2//" }, path("/orders/v2/")],
        ["a path that becomes known later", { path: pulumi.output("/orders") }, path("/orders/")],
        [
            "a header",
            { header: { name: "X-Shop", value: 'a"b' } },
            'context.Request.Headers.GetValueOrDefault("X-Shop", "") == "a\\u0022b"',
        ],
        [
            "a query parameter",
            { query: { name: "shop", value: pulumi.output("a") } },
            'context.Request.OriginalUrl.Query.GetValueOrDefault("shop", "") == "a"',
        ],
        [
            "the path of everything",
            { path: "/" },
            `("/" + context.Request.OriginalUrl.Path.Trim('/') + "/").StartsWith("/", StringComparison.OrdinalIgnoreCase)`,
        ],
        ["a version", { version: pulumi.output("v1") }, 'context.Api.Version == "v1"'],
        ["a version that is empty", { version: "" }, 'context.Api.Version == ""'],
        ["a condition", { condition: expression`a && b` }, "a && b"],
    ];
    for (const [title, route, condition] of conditions) {
        it(`tells requests apart by ${title}`, async () => {
            const xml = await written(routeRequests([{ backend: west, ...route }], west));
            assert.equal(xml.split("\n")[1], `    <when condition="@(${condition})">`);
        });
    }

    it("refuses to have no routes", () => {
        assert.deepEqual(
            refusal(() => routeRequests([], west)),
            ["routes", "policy statement routeRequests: args.routes is missing: give one or more."],
        );
    });

    it("refuses a route that says nothing of the requests, and one that says two things", () => {
        assert.deepEqual(
            refusal(() => routeRequests([{ backend: west, path: "/a" }, { backend: west }], west)),
            [
                "routes[1].path",
                "policy statement routeRequests: args.routes[1].path or args.routes[1].header or args.routes[1].query or " +
                    "args.routes[1].version or args.routes[1].condition is missing: give exactly one of them.",
            ],
        );
        assert.deepEqual(
            refusal(() => routeRequests([{ backend: west, path: "/a", version: "v1" }], west)),
            [
                "routes[0].version",
                "policy statement routeRequests: args.routes[0].version cannot stand beside args.routes[0].path: give exactly one of " +
                    "routes[0].path, routes[0].header, routes[0].query, routes[0].version, routes[0].condition.",
            ],
        );
    });

    it("stands where what signs requests may", () => {
        assert.deepEqual(routeRequests([{ backend: west, version: "v1" }], west).sections, ["inbound", "backend"]);
        assert.deepEqual(routeRequests([{ backend: north, version: "v1" }], "refuse").sections, ["inbound"]);
    });
});

describe("cacheResponses", () => {
    it("looks answers up, and keeps them", async () => {
        assert.equal(
            await sections(cacheResponses({ durationSeconds: 60, varyByHeaders: ["Accept"], varyByDeveloper: true })),
            `<inbound>
    <base />
    <cache-lookup vary-by-developer="true" vary-by-developer-groups="false">
        <vary-by-header>Accept</vary-by-header>
    </cache-lookup>
</inbound>
<outbound>
    <base />
    <cache-store duration="60" />
</outbound>`,
        );
    });

    it("refuses a wrong duration", () => {
        assert.equal(refusal(() => cacheResponses({ durationSeconds: 0 }))[0], "durationSeconds");
    });
});

describe("retryRequests", () => {
    it("sends a request again after an answer of 500 or more", async () => {
        assert.equal(
            await sections(retryRequests({ count: 3, intervalSeconds: 2 })),
            `<backend>
    <retry condition="@(context.Response != null && context.Response.StatusCode >= 500)" count="3" interval="2">
        <forward-request buffer-request-body="true" />
    </retry>
</backend>`,
        );
    });

    it("takes a condition and a timeout", async () => {
        assert.equal(
            await sections(
                retryRequests({ count: 50, intervalSeconds: 1, condition: expression`a`, timeoutSeconds: 20 }),
            ),
            `<backend>
    <retry condition="@(a)" count="50" interval="1">
        <forward-request timeout="20" buffer-request-body="true" />
    </retry>
</backend>`,
        );
    });

    it("refuses what retry and forward-request refuse", () => {
        assert.equal(refusal(() => retryRequests({ count: 51, intervalSeconds: 1 }))[0], "count");
        assert.equal(refusal(() => retryRequests({ count: 1, intervalSeconds: 0 }))[0], "intervalSeconds");
        assert.equal(
            refusal(() => retryRequests({ count: 1, intervalSeconds: 1, timeoutSeconds: 0 }))[0],
            "timeoutSeconds",
        );
    });
});

describe("fallBackTo", () => {
    it("turns to the second backend where the first one failed", async () => {
        assert.equal(
            await sections(fallBackTo(north)),
            `<backend>
    <retry condition="@(context.Response != null && context.Response.StatusCode >= 500)" count="1" interval="1" first-fast-retry="true">
        <choose>
            <when condition="@(context.Response != null && context.Response.StatusCode >= 500)">
                <set-backend-service backend-id="north" />
            </when>
        </choose>
        <forward-request buffer-request-body="true" />
    </retry>
</backend>`,
        );
    });

    it("takes a condition and a timeout", async () => {
        assert.equal(
            await sections(fallBackTo(west, { condition: expression`a`, timeoutSeconds: 5 })),
            `<backend>
    <retry condition="@(context.Response != null && (a))" count="1" interval="1" first-fast-retry="true">
        <choose>
            <when condition="@(context.Response != null && (a))">
                <set-backend-service backend-id="west" />
            </when>
        </choose>
        <forward-request timeout="5" buffer-request-body="true" />
    </retry>
</backend>`,
        );
    });
});

describe("streamResponses", () => {
    it("passes answers on as they come", async () => {
        assert.equal(
            await sections(streamResponses()),
            `<backend>
    <forward-request buffer-response="false" />
</backend>`,
        );
        assert.equal(
            await sections(streamResponses({ timeoutSeconds: 5 })),
            `<backend>
    <forward-request timeout="5" buffer-response="false" />
</backend>`,
        );
    });
});

describe("forwardHost", () => {
    it("tells the backend the host name that the client called", async () => {
        assert.equal(
            await written(forwardHost()),
            `<set-header name="X-Forwarded-Host" exists-action="override">
    <value>@(context.Request.OriginalUrl.Host)</value>
</set-header>`,
        );
    });
});

describe("refuseWhileUnhealthy", () => {
    /** The pattern's XML, with the address in the key, as a value of its own, and both times. */
    const xml = (inKey: string, url: string, cache: number, timeout: number) =>
        `<cache-lookup-value key="@("session-affinity-health-" + ${inKey})" variable-name="health" />
<choose>
    <when condition="@(string.IsNullOrEmpty(context.Variables.GetValueOrDefault<string>("health", "")))">
        <send-request mode="new" response-variable-name="health-answer" timeout="${timeout}" ignore-error="true">
            <set-url>${url}</set-url>
            <set-method>GET</set-method>
        </send-request>
        <set-variable name="health" value="@(context.Variables["health-answer"] == null ? "none" : ((IResponse)context.Variables["health-answer"]).StatusCode.ToString())" />
        <cache-store-value key="@("session-affinity-health-" + ${inKey})" value="@((string)context.Variables["health"])" duration="${cache}" />
    </when>
</choose>
<choose>
    <when condition="@((string)context.Variables["health"] != "200")">
        <return-response>
            <set-status code="503" reason="Backend Unavailable" />
        </return-response>
    </when>
</choose>`;

    it("asks the backend's health at most once in ten seconds, and answers 503 while it is bad", async () => {
        assert.equal(
            await allWritten(refuseWhileUnhealthy({ url: "https://a/health" })),
            xml('"https://a/health"', "https://a/health", 10, 5),
        );
    });

    it("takes a variable of its own", async () => {
        const given = refuseWhileUnhealthy({ url: "https://a/health", variableName: "state" });
        const expected = xml('"https://a/health"', "https://a/health", 10, 5);
        assert.equal(
            await allWritten(given),
            expected.replaceAll('"health"', '"state"').replaceAll('"health-answer"', '"state-answer"'),
        );
    });

    it("takes both times, and an address that is an expression or a named value", async () => {
        assert.equal(
            await allWritten(refuseWhileUnhealthy({ url: expression`a`, cacheSeconds: 60, timeoutSeconds: 2 })),
            xml("(a)", "@(a)", 60, 2),
        );
        assert.equal(
            await allWritten(refuseWhileUnhealthy({ url: namedValue("health") })),
            xml('@"{{health}}"', "{{health}}", 10, 5),
        );
    });

    it("refuses seconds that are no whole number from 1 on", async () => {
        for (const seconds of [0, 1.5]) {
            assert.equal(
                refusal(() => refuseWhileUnhealthy({ url: "https://a", cacheSeconds: seconds }))[0],
                "durationSeconds",
            );
            assert.equal(
                refusal(() => refuseWhileUnhealthy({ url: "https://a", timeoutSeconds: seconds }))[0],
                "timeoutSeconds",
            );
            const later = refuseWhileUnhealthy({ url: "https://a", timeoutSeconds: pulumi.output(seconds) });
            assert.equal((await laterRefusal(pulumi.output(later)))[0], "timeoutSeconds");
        }
    });

    it("stands in inbound", () => {
        for (const made of refuseWhileUnhealthy({ url: "https://a" })) assert.ok(made.sections.includes("inbound"));
    });
});
