import { type View } from "../view";
import { type Invalid } from "./object";

const PROTOCOLS = ["SCTP", "TCP", "UDP"];
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
export const FIRST_NODE_PORT = 30000;
export const LAST_NODE_PORT = 32767;

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go: ValidateService, validateServicePort */
export function validatePorts(spec: View, invalid: Invalid): void {
    const ports = spec.list("ports");
    const names = new Set<string>();
    const numbers = new Set<string>();
    ports.forEach((port, index) => {
        const path = `spec.ports[${index}]`;
        validateName(port.at("name"), `${path}.name`, { needed: ports.length > 1, taken: names }, invalid);
        validateNumber(port, path, invalid);
        const key = describe(port);
        if (numbers.has(key)) invalid(path, `Duplicate value: ${key}`);
        numbers.add(key);
    });
}

function describe(port: View): string {
    return JSON.stringify({ protocol: port.text("protocol") ?? "TCP", port: port.number("port") });
}

function validateName(
    name: View,
    path: string,
    { needed, taken }: { needed: boolean; taken: Set<string> },
    invalid: Invalid,
): void {
    const text = name.text() ?? "";
    if (text === "") {
        if (needed) invalid(path, "Required value");
        return;
    }
    if (!NAME.test(text)) {
        invalid(
            path,
            `Invalid value: "${text}": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ` +
                "and must start and end with an alphanumeric character",
        );
    }
    if (taken.has(text)) invalid(path, `Duplicate value: "${text}"`);
    taken.add(text);
}

function validateNumber(port: View, path: string, invalid: Invalid): void {
    for (const field of ["port", "targetPort"]) {
        const number = port.number(field);
        if (number === undefined || (number >= 1 && number <= 65535)) continue;
        invalid(`${path}.${field}`, `Invalid value: ${number}: must be between 1 and 65535, inclusive`);
    }
    const protocol = port.text("protocol");
    if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
        const supported = PROTOCOLS.map((one) => `"${one}"`).join(", ");
        invalid(`${path}.protocol`, `Unsupported value: "${protocol}": supported values: ${supported}`);
    }
    const nodePort = port.number("nodePort") ?? 0;
    if (nodePort !== 0 && (nodePort < FIRST_NODE_PORT || nodePort > LAST_NODE_PORT)) {
        invalid(
            `${path}.nodePort`,
            `Invalid value: ${nodePort}: provided port is not in the valid range. The range of valid ports is ${FIRST_NODE_PORT}-${LAST_NODE_PORT}`,
        );
    }
}
