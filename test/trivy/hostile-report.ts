// A report in which every text is an attack: on Markdown, HTML, terminals, logs, tables, and on who opens a link.

/** One attack for each place where text is shown. */
export const attacks: readonly string[] = [
  '[click](command:workbench.action.quit)',
  '<img src=x onerror=alert(1)><script>alert(1)</script>',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u009b2J',
  'safe \u202egnp.exe\u202c \u2066x\u2069 \u200b\u2028new line\n::error::forged\r\n## heading',
  'a | b \\| c `code` ```fence``` $(zap) *bold* _it_ ~~gone~~',
  '![x](https://evil.example/y.png) https://evil.example www.evil.example a@evil.example #1 @everyone',
];

/** A report in Trivy's form whose findings hold these attacks in every text. */
export function hostileReport(): object {
  const findings = attacks.map((attack, index) => ({ attack, link: links[index % links.length] }));
  const severity = (index: number) => ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', attacks[index]][index % 5];
  return {
    SchemaVersion: 2,
    ArtifactName: attacks[2],
    Metadata: {
      OS: { Family: attacks[1], Name: attacks[2], EOSL: true },
      RepoTags: attacks,
      RepoDigests: attacks,
      ImageConfig: {
        config: {
          User: attacks[2],
          Env: attacks,
          Entrypoint: attacks,
          Labels: { [attacks[2]!]: attacks[2] },
        },
        history: attacks.map((attack) => ({ created_by: attack, comment: attack })),
      },
    },
    Results: [
      {
        Target: attacks[3],
        Class: attacks[0],
        Type: attacks[2],
        Vulnerabilities: findings.map(({ attack, link }, index) => ({
          VulnerabilityID: `CVE-${index} ${attack}`,
          PkgID: attack,
          PkgName: attack,
          InstalledVersion: attack,
          FixedVersion: attack,
          Status: attack,
          Severity: severity(index),
          Title: attack,
          Description: attack,
          PrimaryURL: link,
        })),
        Misconfigurations: findings.map(({ attack, link }, index) => ({
          ID: `DS-${index} ${attack}`,
          Severity: severity(index),
          Title: attack,
          Message: attack,
          Resolution: attack,
          PrimaryURL: link,
          Status: 'FAIL',
          CauseMetadata: { StartLine: 1, EndLine: 1 },
        })),
        Secrets: findings.map(({ attack }, index) => ({
          RuleID: `rule-${index} ${attack}`,
          Category: attack,
          Severity: severity(index),
          Title: attack,
          Match: 'canary-of-a-secret',
          StartLine: 1,
          EndLine: 1,
        })),
        Licenses: findings.map(({ attack }, index) => ({
          Name: attack,
          Category: attack,
          Severity: severity(index),
          PkgName: attack,
          FilePath: attack,
        })),
      },
    ],
  };
}

const links = [
  'command:workbench.action.quit',
  'javascript:alert(1)',
  'https://alice:secret@evil.example/',
  'https://example.com/a b)c<d>"e',
  'file:///etc/passwd',
];
