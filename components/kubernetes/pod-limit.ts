/** Pods of one workload that anybody means to run at most: a typing error's guard, not a bound of Kubernetes' own. */
export const POD_LIMIT = 10_000;
