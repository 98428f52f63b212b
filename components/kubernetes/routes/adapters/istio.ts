import { type IstioArgs } from "../controller-args";
import { type RouteAdapter } from "../plan";
import { istioConsistentHash } from "./istio-consistent-hash";
import { istioPersistentSession } from "./istio-persistent-session";

/** Istio: an HTTPRoute, and a DestinationRule or a label of the Service. */
export const istio: RouteAdapter<IstioArgs> = (request) =>
    request.check.exactlyOne("controller.istio.", request.settings, ["consistentHash", "persistentSession"]) ===
    "consistentHash"
        ? istioConsistentHash(request)
        : istioPersistentSession(request);
