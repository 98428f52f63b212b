/**
 * An id within the resource that it stands in, which the provider completes.
 * https://github.com/pulumi/pulumi-azure-native/pull/2478
 */
export function within(part: string, name: string): { id: string } {
    return { id: `$self/${part}/${name}` };
}
