import assert from "node:assert/strict";

import fc from "fast-check";

import { hiddenAddress } from "../../../../../cli/probe/cookie-audit/hidden-address";
import { hindrancesOf } from "../../../../../cli/probe/cookie-audit/hindrances";
import { vendorOf } from "../../../../../cli/probe/cookie-audit/vendors";
import { ClientJar } from "../../../../../cli/probe/jar";
import { type SetCookie } from "../../../../../cli/probe/visit";

describe("an address in a cookie", () => {
    const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");

    it("is found however it is written", () => {
        assert.equal(hiddenAddress("s1-10.0.0.4:8080"), "10.0.0.4:8080");
        assert.equal(hiddenAddress("10.0.0.4"), "10.0.0.4");
        assert.equal(hiddenAddress("10.0.0.4%3A8080"), "10.0.0.4:8080");
        assert.equal(hiddenAddress(`"${base64("127.0.0.1:19003")}"`), "127.0.0.1:19003");
        assert.equal(hiddenAddress(encodeURIComponent(base64("10.0.0.4:80"))), "10.0.0.4:80");
        assert.equal(hiddenAddress(base64("\n\x0f10.0.0.14:8080\x10\x02")), "10.0.0.14:8080");
        assert.equal(hiddenAddress("1677787402.36895.0000"), "10.1.1.100:8080");
    });

    it("is not seen where there is none", () => {
        for (const value of [
            "",
            "s1",
            "1.2.3",
            "300.1.1.1",
            "1.2.3.4.5",
            "%E0%A4%A",
            "9999999999.1.0000",
            "1.99999.0000",
        ])
            assert.equal(hiddenAddress(value), undefined, value);
        fc.assert(fc.property(fc.uuid(), (id) => assert.equal(hiddenAddress(id), undefined)));
        fc.assert(fc.property(fc.string(), (text) => void hiddenAddress(text)));
    });

    it("is found of every address in base64", () => {
        fc.assert(
            fc.property(fc.ipV4(), fc.integer({ min: 1, max: 65_535 }), (address, port) => {
                assert.equal(hiddenAddress(base64(`${address}:${port}`)), `${address}:${port}`);
            }),
        );
    });
});

describe("what stops a client from sending a cookie back", () => {
    const url = new URL("http://shop.example/cart/whoami");
    const of = (cookie: Partial<SetCookie>, at = url) =>
        hindrancesOf({ name: "SRV", secure: false, httpOnly: false, ...cookie }, at).join();

    it("is nothing, mostly", () => {
        assert.equal(of({}), "");
        assert.equal(of({ path: "/", sameSite: "lax", maxAgeSeconds: 1, domain: "shop.example" }), "");
        assert.equal(of({ path: "/cart" }), "");
        assert.equal(of({ secure: true, sameSite: "none" }, new URL("https://shop.example/")), "");
        assert.equal(of({ name: "__Host-a", secure: true, path: "/" }, new URL("https://shop.example/")), "");
        assert.equal(of({ name: "__Secure-a", secure: true }, new URL("https://shop.example/")), "");
        // A Path that does not begin with a slash is no path: the URL's own folder counts.
        assert.equal(of({ path: "cart" }), "");
    });

    it("is said", () => {
        assert.match(of({ secure: true }), /Secure, and the URL is http/);
        assert.match(of({ path: "/car" }), /Path=\/car is not/);
        assert.match(of({ maxAgeSeconds: 0 }), /expired/);
        assert.match(of({ sameSite: "none" }), /SameSite=None without Secure/);
        assert.match(of({ sameSite: "strict" }), /SameSite=Strict/);
        assert.match(of({ name: "__Secure-a" }), /__Secure- without/);
        const https = new URL("https://shop.example/");
        assert.match(of({ name: "__Host-a", path: "/" }), /__Host-/);
        assert.match(of({ name: "__Host-a", secure: true, path: "/b" }, new URL("https://shop.example/b")), /__Host-/);
        assert.match(of({ name: "__Host-a", secure: true, path: "/", domain: "shop.example" }, https), /__Host-/);
    });

    it("is told by the jar, with what the value holds and whether it is new", () => {
        const jar = new ClientJar();
        const once = jar.store("SRV=10.0.0.4; Path=/far", url);
        assert.deepEqual(once.hindrances, ["its Path=/far is not that of the URL"]);
        assert.equal(once.holdsAddress, "10.0.0.4");
        assert.equal(jar.store("a=1", url).again, undefined);
        assert.equal(jar.store("a=1", url).again, "same value");
        assert.equal(jar.store("a=2", url).again, "other value");
    });
});

describe("who sets a cookie", () => {
    it("is known of the names that are documented", () => {
        assert.deepEqual(
            ["ARRAffinity", "ARRAffinitySameSite", "ApplicationGatewayAffinityCORS", "ASLBSA", "AGCAffinity"].map(
                vendorOf,
            ),
            [
                "Azure App Service",
                "Azure App Service",
                "Azure Application Gateway",
                "Azure Front Door",
                "Azure Application Gateway for Containers",
            ],
        );
        assert.equal(vendorOf("INGRESSCOOKIE"), "ingress-nginx");
        assert.equal(vendorOf("AWSELB"), "AWS Classic Load Balancer");
        assert.equal(vendorOf("BIGipServerweb_pool"), "F5 BIG-IP");
        for (const name of ["SRV", "xARRAffinity", "ARRAffinityX", "toString"]) assert.equal(vendorOf(name), undefined);
    });
});
