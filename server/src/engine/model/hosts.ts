// Hosts that are not on the public network.

/**
 * The host itself, a name without a dot (a container, a machine of the own network), a name under a domain that no public
 * server has, or a private address (RFC 1918, RFC 3927, RFC 6762, RFC 8375, RFC 9476).
 */
export function isNearHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.toLowerCase();
  if (name.startsWith('[')) return /^\[(::1|f[cd]|fe80)/.test(name);
  if (!name.includes('.')) return true;
  return /^(127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|\.(localhost|local|internal|intranet|lan|home\.arpa|svc|alt)$/.test(
    name,
  );
}
