import * as assert from "node:assert/strict";
import { type Cloud, UNKNOWN, type Properties } from "../../../../sandbox/cloud";
import { furnished, GROUP_ID, inRg, refused } from "./support";

const ZONE = "azure-native:privatedns:PrivateZone";
const RECORD = "azure-native:privatedns:PrivateRecordSet";
const LINK = "azure-native:privatedns:VirtualNetworkLink";
const NETWORK = "azure-native:network:VirtualNetwork";
const ZONE_ID = `${GROUP_ID}/providers/Microsoft.Network/privateDnsZones/shop.internal`;
const networkId = (name: string) => `${GROUP_ID}/providers/Microsoft.Network/virtualNetworks/${name}`;

const zone = (privateZoneName: string, more: Properties = {}) => inRg({ privateZoneName, location: "global", ...more });
const inZone = (more: Properties) => inRg({ privateZoneName: "shop.internal", ...more });
const record = (ips: readonly string[], more: Properties = {}) =>
    inZone({
        recordType: "A",
        relativeRecordSetName: "orders",
        aRecords: ips.map((ipv4Address) => ({ ipv4Address })),
        ttl: 300,
        ...more,
    });
const link = (name: string, network: string, more: Properties = {}) =>
    inZone({
        virtualNetworkLinkName: name,
        location: "global",
        registrationEnabled: false,
        virtualNetwork: { id: networkId(network) },
        ...more,
    });

function withZone(): Cloud {
    const { cloud } = furnished();
    cloud.create(ZONE, zone("shop.internal"));
    for (const virtualNetworkName of ["a", "b"]) cloud.create(NETWORK, inRg({ virtualNetworkName }));
    return cloud;
}

describe("cloud: private DNS", () => {
    it("has a zone, its records and its links", () => {
        const cloud = withZone();
        assert.equal(cloud.create(RECORD, record(["10.0.0.4"])).id, `${ZONE_ID}/A/orders`);
        const { id, outputs } = cloud.create(LINK, link("hub", "a"));
        assert.equal(id, `${ZONE_ID}/virtualNetworkLinks/hub`);
        assert.equal(outputs["virtualNetworkLinkState"], "Completed");
        const made = cloud.list().find((resource) => resource.type === RECORD);
        assert.equal(made?.outputs["fqdn"], "orders.shop.internal.");
        cloud.delete(ZONE, ZONE_ID);
        assert.deepEqual(
            cloud.list().filter((resource) => resource.id.startsWith(ZONE_ID)),
            [],
        );
    });

    it("refuses zones of one label, of too many, and of no letters", () => {
        const { cloud } = furnished();
        for (const name of ["internal", "a.".repeat(34) + "a", "a..b", "-a.b", "a b.c"]) {
            refused(() => cloud.create(ZONE, zone(name)), /has to have 2 to 34 labels/);
        }
        cloud.create(ZONE, zone("a.".repeat(33) + "a"));
    });

    it("refuses a region", () => {
        const cloud = withZone();
        const message = /Code="LocationNotAvailableForResourceType".*'westeurope'/;
        refused(() => cloud.create(ZONE, zone("a.b", { location: "westeurope" })), message);
        refused(() => cloud.create(LINK, link("hub", "a", { location: "westeurope" })), message);
        cloud.create(ZONE, zone("a.b", { location: "Global" }));
    });

    it("refuses records without an address, with too many, and with none that is one", () => {
        const cloud = withZone();
        const many = Array.from({ length: 21 }, (_, index) => `10.0.0.${index}`);
        refused(() => cloud.create(RECORD, record([])), /1 to 20 records, not 0/);
        refused(() => cloud.create(RECORD, record(many)), /1 to 20 records, not 21/);
        for (const ip of ["10.0.0.256", "10.0.0", "10.0.0.4.", "shop.example.com", ""]) {
            refused(() => cloud.create(RECORD, record([ip])), /is no IPv4 address/);
        }
        refused(() => cloud.create(RECORD, record(["10.0.0.4"], { privateZoneName: "a.b" })), /ParentResourceNotFound/);
        cloud.create(RECORD, record(many.slice(1)));
        cloud.create(RECORD, record(["255.255.255.255", UNKNOWN], { relativeRecordSetName: "@" }));
        cloud.create(RECORD, record([], { relativeRecordSetName: "*", aRecords: UNKNOWN }));
        const { failures } = cloud.check(RECORD, "orders", inZone({}));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["recordType", "recordType"],
        );
    });

    it("links each network once, and none that is not there", () => {
        const cloud = withZone();
        cloud.create(ZONE, zone("other.internal"));
        const { id } = cloud.create(LINK, link("hub", "a"));
        cloud.update(LINK, id, link("hub", "a", { tags: { team: "shop" } }));
        refused(() => cloud.create(LINK, link("again", "A")), /Code="Conflict".*virtualNetworkLinks\/hub/);
        refused(() => cloud.create(LINK, link("none", "c")), /Code="VirtualNetworkNotFound"/);
        cloud.create(LINK, link("spoke", "b"));
        cloud.create(LINK, link("hub", "a", { privateZoneName: "other.internal" }));
        cloud.create(LINK, link("later", "a", { virtualNetwork: { id: UNKNOWN } }));
    });
});
