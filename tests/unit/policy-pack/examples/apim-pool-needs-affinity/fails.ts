import * as apimanagement from "@pulumi/azure-native/apimanagement";

const apim = { resourceGroupName: "shop", serviceName: "shop-apim" };
const members = ["west", "north"].map(
    (region) => new apimanagement.Backend(region, { ...apim, protocol: "http", url: `https://${region}.example.com` }),
);

// Each request may go to either region.
new apimanagement.Backend("orders", {
    ...apim,
    type: "Pool",
    pool: { services: members.map(({ id }) => ({ id })) },
});
