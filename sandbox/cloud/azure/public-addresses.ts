import { type ServiceContext } from "../kind";
import { View } from "../view";
import { mustExist, refuse } from "./arm";

const PUBLIC_IP = "azure-native:network:PublicIPAddress";

/** "West Europe" and "westeurope" are one. */
const regionOf = (view: View): string | undefined =>
    view
        .text("location")
        ?.toLowerCase()
        .replace(/[^a-z0-9]/g, "");

/**
 * A balancer's addresses are there, in its region, and of the SKU that it needs.
 *
 * @param skuOf the SKU of addresses that a balancer of such inputs needs.
 */
export function addressesMustFit(skuOf: (inputs: View) => string) {
    return (inputs: View, context: ServiceContext): void => {
        for (const frontend of inputs.list("frontendIPConfigurations")) {
            const id = frontend.text("publicIPAddress.id");
            mustExist(context, PUBLIC_IP, id, "InvalidResourceReference", "publicIPAddress.id");
            const found = id === undefined ? undefined : context.cloud.find(PUBLIC_IP, id);
            if (id === undefined || !found) continue;
            const address = new View(found.inputs);
            mustBeNear(inputs, id, address);
            mustHaveSku(skuOf(inputs), id, address);
        }
    };
}

function mustBeNear(inputs: View, id: string, address: View): void {
    const [own, its] = [regionOf(inputs), regionOf(address)];
    if (own !== undefined && its !== undefined && own !== its) {
        refuse(400, "InvalidResourceReference", `The public address ${id} is in ${its}, and what uses it in ${own}.`);
    }
}

function mustHaveSku(needed: string, id: string, address: View): void {
    const sku = address.text("sku.name") ?? "Basic";
    if (sku === needed) return;
    refuse(
        400,
        "PublicIPAndLBSkuDoNotMatch",
        `The public address ${id} is of the ${sku} SKU, and what uses it needs one of the ${needed} SKU.`,
    );
}
