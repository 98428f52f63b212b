export { ArmServer, type Seen } from "./server";
export { type FaceOptions } from "./face";
export { type Fault } from "./faults";
