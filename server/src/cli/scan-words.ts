// The scanner's messages name settings of the editor; on the command line the same is a flag.

const words: readonly (readonly [RegExp, string])[] = [
  [/Run “Plimsoll: Set Trivy Server Token”, or set/g, 'Set'],
  [/[Ss]witch plimsoll\.trivy\.offline off for one scan/g, 'Leave out --offline once'],
  [/switch plimsoll\.trivy\.offline on/g, 'add --offline'],
  [/\bin the setting plimsoll\.trivy\.path/g, 'with --trivy'],
  [/(?:the setting )?plimsoll\.trivy\.path/g, '--trivy'],
  [/(?:the setting )?plimsoll\.trivy\.sha256/g, '--trivy-sha256'],
  [/of the setting plimsoll\.trivy\.server/g, 'of --server'],
  [/(?:the setting )?plimsoll\.trivy\.server/gi, '--server'],
  // There is no flag for the scanners: more than weaknesses is looked for only where trivy.yaml says so.
  [/, or fewer scanners with plimsoll\.trivy\.scanners/g, ', or fewer scanners in trivy.yaml'],
  [/plimsoll\.trivy\.severity/g, '--severity'],
  [/plimsoll\.trivy\.ignoreUnfixed/g, '--ignore-unfixed'],
  [/plimsoll\.trivy\.timeout/g, '--timeout'],
  [/(?:the setting )?plimsoll\.trivy\.cacheBackend/gi, '--cache-backend'],
  [/(?:the setting )?plimsoll\.trivy\.tokenHeader/gi, '--token-header'],
];

/** A message with the flags that do what the settings in it do. */
export function inFlags(message: string): string {
  return words.reduce((text, [pattern, flag]) => text.replace(pattern, flag), message);
}
