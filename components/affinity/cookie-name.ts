/** What a cookie can be named: a token. https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
export const COOKIE_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
