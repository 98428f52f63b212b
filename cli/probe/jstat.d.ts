/** The parts of jstat (which ships no types) that the statistics use. */
declare module "jstat" {
    export const jStat: {
        readonly beta: { inv(probability: number, alpha: number, beta: number): number };
        readonly binomial: { cdf(hits: number, trials: number, probability: number): number };
        readonly chisquare: { cdf(value: number, degreesOfFreedom: number): number };
        factorialln(value: number): number;
        combinationln(n: number, k: number): number;
    };
}
