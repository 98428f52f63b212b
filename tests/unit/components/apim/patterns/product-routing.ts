import { ApimApi, ApimBackend, ApimProduct } from "pulumi-session-affinity/apim";

import { apim, key, orders, stock } from "./shop";

const auth = { functionKey: { value: key } };
const one = new ApimBackend("one", { ...apim, functionApp: orders, auth });
const two = new ApimBackend("two", { ...apim, functionApp: stock, auth });

const api = (name: string) => new ApimApi(name, { ...apim, path: name });
const [sales, shipping, customers] = [api("sales"), api("shipping"), api("customers")];

// An API without a backend, or with two, is an error right here.
new ApimProduct("project-1", {
    ...apim,
    apis: [sales, shipping, customers],
    routes: [
        { apis: [sales, shipping], backend: one },
        { apis: [customers], backend: two },
    ],
});
