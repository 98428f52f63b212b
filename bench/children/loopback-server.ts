import http from "node:http";
import { type AddressInfo } from "node:net";

const REPLICAS = 3;
let given = 0;

const server = http.createServer(({ headers }, response) => {
    const known = /SRV=r(\d)/.exec(headers.cookie ?? "")?.[1];
    const replica = known ?? String(given++ % REPLICAS);
    response.setHeader("x-replica", `r${replica}`);
    if (known === undefined) response.setHeader("set-cookie", `SRV=r${replica}; Path=/; HttpOnly`);
    response.end("hello");
});
process.once("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
