import { ApimBackend, StickyBackendPool } from "pulumi-session-affinity/apim";

const apim = { resourceGroupName: "shop", serviceName: "shop-apim" };
const members = ["west", "north"].map(
    (region) => new ApimBackend(region, { ...apim, url: `https://${region}.example.com` }),
);

// The component takes an API version that stores the affinity.
new StickyBackendPool("orders", {
    ...apim,
    members: members.map((backend) => ({ backend })),
});
