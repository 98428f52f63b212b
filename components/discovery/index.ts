export { PrivateDns } from "./private-dns";
export { type ContainerAppsDomain, type InternalService, type PrivateDnsArgs, type PrivateDnsRecordArgs } from "./args";
