export { BackendAvailability } from "./backend-availability";
export { type AvailabilityAlertArgs, type BackendAvailabilityArgs } from "./args";
