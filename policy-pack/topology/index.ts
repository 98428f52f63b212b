export { readTopology, type Topology } from "./graph";
export { type Hop } from "./hop";
export { type Edge, type Proxy } from "./links";
export { fromState, nameOf, outputsFromState, type StackResource, type StateEntry } from "./resource";
export { type Fact } from "./values";
