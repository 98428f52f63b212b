import { type Properties, UNKNOWN } from "../../../../sandbox/cloud";
import { furnished, GROUP_ID, inRg, refused } from "./support";

const PLAN = "azure-native:web:AppServicePlan";
const APP = "azure-native:web:WebApp";
const SLOT = "azure-native:web:WebAppSlot";
const serverFarmId = `${GROUP_ID}/providers/Microsoft.Web/serverfarms/plan`;

function create(siteConfig: Properties, kind = APP): void {
    const { cloud } = furnished();
    cloud.create(PLAN, inRg({ name: "plan" }));
    const name = { name: "shop", serverFarmId };
    if (kind === SLOT) cloud.create(APP, inRg(name));
    cloud.create(kind, inRg({ ...name, ...(kind === SLOT ? { slot: "next" } : {}), siteConfig }));
}

const GATEWAY = { name: "gateway", priority: 100, action: "Allow", ipAddress: "203.0.113.1/32" };
const FRONT_DOOR = {
    name: "front-door",
    tag: "ServiceTag",
    ipAddress: "AzureFrontDoor.Backend",
    headers: { "x-azure-fdid": ["id"] },
};

describe("cloud: who may reach a site", () => {
    it("is told by networks, services, subnets and headers", () => {
        create({
            ipSecurityRestrictionsDefaultAction: "Deny",
            ipSecurityRestrictions: [
                GATEWAY,
                FRONT_DOOR,
                {
                    vnetSubnetResourceId: "/subnets/a",
                    headers: { "X-Forwarded-For": Array<string>(8).fill("10.0.0.1") },
                },
                { ipAddress: "Any", action: "Deny" },
                { ipAddress: "203.0.113.0/24,2001:db8::/32" },
                { ipAddress: UNKNOWN, headers: UNKNOWN },
                UNKNOWN,
            ],
        });
    });

    const refusals: [about: string, rule: Properties, message: RegExp][] = [
        ["an action that does not exist", { action: "Block" }, /'Block' of action is not one of/],
        ["a tag that does not exist", { tag: "FrontDoor" }, /'FrontDoor' of tag is not one of/],
        ["nobody", { ipAddress: null }, /'gateway' of ipSecurityRestrictions is invalid: .* either an ipAddress/],
        ["an address and a subnet", { vnetSubnetResourceId: "/subnets/a" }, /either an ipAddress or a vnetSubnet/],
        ["an address alone", { ipAddress: "203.0.113.1" }, /'203\.0\.113\.1' is no network: write it as/],
        ["a service without its tag", { ipAddress: "AzureFrontDoor.Backend" }, /or give the tag ServiceTag/],
        ["a header of one's own", { headers: { "x-shop": ["a"] } }, /the header 'x-shop' cannot be asked for/],
        [
            "too many values of a header",
            { headers: { "x-azure-fdid": Array<string>(9).fill("id") } },
            /'x-azure-fdid' has more than 8 values/,
        ],
    ];
    for (const [about, changed, message] of refusals) {
        it(`refuses ${about}`, () => {
            refused(() => create({ ipSecurityRestrictions: [FRONT_DOOR, { ...GATEWAY, ...changed }] }), message);
        });
    }

    it("is checked of deployment sites, slots and what becomes of all others too", () => {
        refused(() => create({ scmIpSecurityRestrictions: [{ name: "ci" }] }), /'ci' of scmIpSecurityRestrictions/);
        refused(() => create({ ipSecurityRestrictions: [{ name: "all" }] }, SLOT), /'all' of ipSecurityRestrictions/);
        refused(
            () => create({ ipSecurityRestrictionsDefaultAction: "No" }),
            /'No' of ipSecurityRestrictionsDefaultAction/,
        );
        refused(() => create({ scmIpSecurityRestrictionsDefaultAction: "No" }), /'No' of scmIpSecurityRestrictionsDef/);
    });
});
