import { type View } from "../../view";
import { refuse } from "../arm";
import { oneOf } from "../parts";

const LISTS = ["ipSecurityRestrictions", "scmIpSecurityRestrictions"];
/** https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#filter-by-http-header */
const HEADERS = ["x-forwarded-for", "x-forwarded-host", "x-azure-fdid", "x-fd-healthprobe"];
const VALUES_OF_A_HEADER = 8;
const NETWORK = /^(?:Any|[\d.]+\/\d{1,2}|[\da-fA-F:]+\/\d{1,3})(?:,(?:[\d.]+\/\d{1,2}|[\da-fA-F:]+\/\d{1,3}))*$/;

/** @throws Refusal for rules that App Service does not take of who may reach a site. */
export function validateAccess(site: View): void {
    const config = site.at("siteConfig");
    for (const list of LISTS) {
        oneOf(config, `${list}DefaultAction`, ["Allow", "Deny"]);
        for (const rule of config.list(list)) validateRule(rule, list);
    }
}

function validateRule(rule: View, list: string): void {
    if (rule.unknown) return;
    oneOf(rule, "action", ["Allow", "Deny"]);
    oneOf(rule, "tag", ["Default", "XffProxy", "ServiceTag"]);
    const name = rule.text("name") ?? "";
    const sources = ["ipAddress", "vnetSubnetResourceId"].filter((source) => rule.at(source).present);
    if (sources.length !== 1) {
        invalid(list, name, "it has to have either an ipAddress or a vnetSubnetResourceId");
    }
    const address = rule.text("ipAddress");
    if (address !== undefined && rule.text("tag") !== "ServiceTag" && !NETWORK.test(address)) {
        invalid(list, name, `'${address}' is no network: write it as 203.0.113.1/32, or give the tag ServiceTag`);
    }
    for (const [header, values] of rule.entries("headers")) {
        if (!HEADERS.includes(header.toLowerCase())) invalid(list, name, `the header '${header}' cannot be asked for`);
        if (values.list().length > VALUES_OF_A_HEADER) {
            invalid(list, name, `the header '${header}' has more than ${VALUES_OF_A_HEADER} values`);
        }
    }
}

function invalid(list: string, name: string, problem: string): never {
    refuse(400, "BadRequest", `The rule '${name}' of ${list} is invalid: ${problem}.`);
}
