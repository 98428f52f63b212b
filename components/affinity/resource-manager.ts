/** Azure Resource Manager: a token for it is no token for an application, and opens none. */
export const RESOURCE_MANAGER =
    /^https:\/\/management\.(azure\.com|core\.windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)\/?$/i;
