export { StickyContainerApp, type ContainerAppAffinity, type StickyContainerAppArgs } from "./sticky-container-app";
