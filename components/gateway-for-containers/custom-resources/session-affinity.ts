/** API version of all custom resources of Application Gateway for Containers. */
export const ALB_API_VERSION = "alb.networking.azure.io/v1";

/** How the gateway keeps a client. https://learn.microsoft.com/azure/application-gateway/for-containers/session-affinity */
export interface SessionAffinity {
    affinityType: "application-cookie" | "managed-cookie";
    /** Only of an application cookie. */
    cookieName?: string;
    /** Only of an application cookie: a Go duration, such as "3600s". A number is refused. */
    cookieDuration?: string;
}
