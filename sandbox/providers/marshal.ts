import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Properties } from "../cloud";

/** Properties as the engine sends them. The marks for unknowns and secrets pass through as they are. */
export function fromStruct(struct: Struct | undefined): Properties {
    return struct === undefined ? {} : struct.toJavaScript();
}

export function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(properties);
}
