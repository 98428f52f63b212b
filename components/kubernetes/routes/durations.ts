/** Largest units first, as seconds. */
const UNITS = [
    ["h", 3600],
    ["m", 60],
    ["s", 1],
] as const;

/**
 * Seconds as the Gateway API writes durations: whole hours, minutes and seconds of at most five digits each, such as
 * "1h30m". https://gateway-api.sigs.k8s.io/geps/gep-2257/
 */
export function gatewayDuration(seconds: number): string {
    let left = seconds;
    const parts = UNITS.map(([unit, size]) => {
        const count = Math.floor(left / size);
        left -= count * size;
        return count > 0 ? `${count}${unit}` : "";
    });
    return parts.join("") || "0s";
}
