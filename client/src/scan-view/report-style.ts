// The style of the report's page: VS Code's own colours, so that light, dark and high contrast follow the theme.
export const reportStyle = `
:root {
  --critical: var(--vscode-plimsoll-criticalForeground);
  --high: var(--vscode-plimsoll-highForeground);
  --medium: var(--vscode-plimsoll-mediumForeground);
  --low: var(--vscode-plimsoll-lowForeground);
  --unknown: var(--vscode-plimsoll-unknownForeground);
  --line: var(--vscode-contrastBorder, var(--vscode-panel-border, currentColor));
}
body {
  color: var(--vscode-foreground);
  background: var(--vscode-editor-background);
  font-family: var(--vscode-font-family);
  font-size: var(--vscode-font-size);
  line-height: 1.45;
  padding: 0 1.5rem 3rem;
}
main { max-width: 72rem; margin: 0 auto; }
h1 { font-size: 1.5em; font-weight: 600; margin: 1.2rem 0 .2rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15em; font-weight: 600; margin: 0 0 .6rem; }
section { margin-top: 1.8rem; }
.lead { margin: 0 0 .4rem; color: var(--vscode-descriptionForeground); }
.note { margin: .5rem 0; padding: .4rem .7rem; border-left: 3px solid var(--vscode-notificationsWarningIcon-foreground, var(--line)); background: var(--vscode-textBlockQuote-background); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2.5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0; }
dt { color: var(--vscode-descriptionForeground); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: var(--vscode-editor-font-family); font-size: .95em; color: inherit; background: none; padding: 0; }
svg { display: block; width: 100%; max-width: 28rem; height: auto; }
svg text { fill: var(--vscode-foreground); font-size: 13px; }
svg .track { fill: var(--vscode-editorWidget-background, transparent); stroke: var(--vscode-contrastBorder, none); }
.fill-critical { fill: var(--critical); } .fill-high { fill: var(--high); } .fill-medium { fill: var(--medium); }
.fill-low { fill: var(--low); } .fill-unknown { fill: var(--unknown); }
.is-critical { color: var(--critical); font-weight: 600; } .is-high { color: var(--high); font-weight: 600; }
.is-medium { color: var(--medium); } .is-low { color: var(--low); } .is-unknown { color: var(--unknown); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--vscode-descriptionForeground); padding: .2rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
tbody th { font-weight: inherit; }
td.version { min-width: 6.5rem; }
td.number { font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
.wide table { min-width: 46rem; }
.counts { width: auto; margin-top: .6rem; }
.counts th, .counts td { padding: .15rem 1.2rem .15rem 0; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1.2rem; align-items: center; margin-bottom: .5rem; }
.tools .lead { margin: 0; }
.tools label { display: inline-flex; gap: .4rem; align-items: center; }
input[type=search], select {
  font: inherit; color: var(--vscode-input-foreground); background: var(--vscode-input-background);
  border: 1px solid var(--vscode-input-border, var(--line)); border-radius: 2px; padding: .2rem .4rem;
}
input[type=search] { min-width: 16rem; }
button {
  font: inherit; cursor: pointer; border-radius: 2px; padding: .2rem .7rem;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground);
  border: 1px solid var(--vscode-button-border, transparent);
}
button:disabled { opacity: .5; cursor: default; }
button:hover:enabled { background: var(--vscode-button-secondaryHoverBackground); }
button.plain { color: inherit; background: none; border: 1px solid transparent; padding: 0; font-weight: inherit; text-align: left; }
button.plain:hover { text-decoration: underline; }
button.go { color: var(--vscode-textLink-foreground); }
a { color: var(--vscode-textLink-foreground); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
ol { margin: 0; padding-left: 1.4rem; }
li { margin: .2rem 0; }
`;
