import { type View } from "../view";
import { type Invalid } from "./object";

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const DEFAULT_GRACE_SECONDS = 30;
const HANDLERS = ["exec", "httpGet", "tcpSocket", "sleep"];

/** Checks the hooks of a pod's containers. https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go: validateLifecycle */
export function validatePodSpec(spec: View, path: string, invalid: Invalid): void {
    const grace = spec.number("terminationGracePeriodSeconds") ?? DEFAULT_GRACE_SECONDS;
    for (const kind of ["initContainers", "containers"]) {
        spec.list(kind).forEach((container, index) => {
            for (const hook of ["postStart", "preStop"]) {
                const at = `${path}.${kind}[${index}].lifecycle.${hook}`;
                validateHook(container.at(`lifecycle.${hook}`), at, grace, invalid);
            }
        });
    }
}

function validateHook(hook: View, path: string, graceSeconds: number, invalid: Invalid): void {
    if (!hook.present) return;
    const [first, second] = HANDLERS.filter((handler) => hook.at(handler).present);
    if (first === undefined) invalid(path, "Required value: must specify a handler type");
    if (second !== undefined) invalid(`${path}.${second}`, "Forbidden: may not specify more than 1 handler type");
    // The bound itself is taken, whatever the message says.
    const sleep = hook.number("sleep.seconds");
    if (sleep === undefined || (sleep >= 0 && sleep <= graceSeconds)) return;
    invalid(
        `${path}.sleep`,
        `Invalid value: ${sleep}: must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`,
    );
}
