// The readers of other tools' labelled tests: what they take for a case, its label and its line.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildkitCasesOf } from '../../scripts/labelled/buildkit.ts';
import type { LabelledCase } from '../../scripts/labelled/case.ts';
import { checkovCases } from '../../scripts/labelled/checkov.ts';
import { composeLintCases } from '../../scripts/labelled/compose-lint.ts';
import { hadolintCasesOf } from '../../scripts/labelled/hadolint.ts';
import { kicsCases } from '../../scripts/labelled/kics.ts';
import { runCase } from '../../scripts/labelled/run-case.ts';
import { semgrepCases } from '../../scripts/labelled/semgrep.ts';
import { trivyCases } from '../../scripts/labelled/trivy.ts';
import { facts } from '../facts.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'labelled-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

const short = ({ id, name, expected, text, line }: LabelledCase) =>
  `${id} | ${name} | ${expected} | ${line ?? ''} | ${text}`;

describe('hadolint', () => {
  test('reads texts, lists of lines with brackets in them, names, and triggers', () => {
    const cases = hadolintCasesOf(
      'DL9001',
      `spec = do
  let ?config = def

  describe "DL9001" $ do
    it "one text" $ do
      ruleCatches "DL9001" "RUN a \\"b\\" \\
                           \\c\\nRUN d"
    it "a list" $
      let dockerFile =
            [ "FROM x",
              "RUN [\\"a\\", \\"b\\"] \\\\",
              "  c",
              "COPY . ."
            ]
       in do
            ruleCatchesNot "DL9001" $ Text.unlines dockerFile
            onBuildRuleCatches "DL9001" $ Text.unlines dockerFile
    it "a list" $ ruleCatchesNot "DL9001" "RUN z"
`,
    );
    expect(cases.map(short)).toEqual([
      'DL9001 | DL9001: one text | found |  | RUN a "b" c\nRUN d\n',
      'DL9001 | DL9001: a list | silent |  | FROM x\nRUN ["a", "b"] \\\n  c\nCOPY . .\n',
      'DL9001 | DL9001: a list (ONBUILD) | found |  | FROM x\nONBUILD RUN ["a", "b"] \\\n  c\nCOPY . .\n',
      'DL9001 | DL9001: a list 2 | silent |  | RUN z\n',
    ]);
  });

  test('takes the registries that a test allows, and leaves out label schemas', () => {
    const [one] = hadolintCasesOf(
      'DL9026',
      `spec = do
  let ?config = def

  describe "x" $ do
    it "allowed" $ do
      let ?config = def { allowedRegistries = ["a.com", "*.b.com"] }

      ruleCatchesNot "DL9026" "FROM a.com/x:1"
`,
    );
    expect(one?.registries).toEqual(['a.com', '*.b.com']);
    const schema = `spec = do\n  let ?config = def { labelSchema = x }\n    it "y" $ ruleCatches "DL9049" "FROM x"\n`;
    expect(hadolintCasesOf('DL9049', schema)).toEqual([]);
  });
});

describe('BuildKit', () => {
  const go = `
func testNice(t *testing.T, sb integration.Sandbox) {
	dockerfile := []byte(\`FROM scratch
ARG A
ARG B
\`)
	checkLinterWarnings(t, sb, &lintTestParams{
		Dockerfile: dockerfile,
		Warnings: []expectedLintWarning{
			{
				RuleName: "NiceRule",
				Line:     2,
			},
		},
	})

	baseImg := integration.UnixOrWindows("alpine", "nanoserver")
	dockerfile = fmt.Appendf(nil,
		\`
# check=skip=OtherRule
FROM %s
\`,
		baseImg)
	checkLinterWarnings(t, sb, &lintTestParams{
		Dockerfile: dockerfile,
		DockerIgnore: []byte(\`
*
\`),
	})
}
`;

  test('reads lines that are named, those that are not, and files of which nothing is said', () => {
    expect(buildkitCasesOf(go).map(short)).toEqual([
      'NiceRule | testNice 1 line 2 | found | 2 | FROM scratch\nARG A\nARG B\n',
      'NiceRule | testNice 1 line 3 | silent | 3 | FROM scratch\nARG A\nARG B\n',
      '* | testNice 1 | silent |  | FROM scratch\nARG A\nARG B\n',
      'NiceRule | testNice 2 | silent |  | \n# check=skip=OtherRule\nFROM alpine\n',
      'OtherRule | testNice 2 | silent |  | \n# check=skip=OtherRule\nFROM alpine\n',
    ]);
    expect(buildkitCasesOf(go).at(-1)?.ignoreFile).toBe('\n*\n');
  });

  test('leaves out what only another call of the build shows', () => {
    const attributes = go.replace(
      'Warnings:',
      'FrontendAttrs: map[string]string{"build-arg:BUILDKIT_DOCKERFILE_CHECK": "skip=all"},\nWarnings:',
    );
    expect(buildkitCasesOf(attributes).map(({ name }) => name)).toEqual(['testNice 1', 'testNice 1']);
  });
});

test('Trivy: good and bad examples, by the id in the rule', () => {
  write('trivy-checks/checks/docker/a.rego', '# METADATA\n# custom:\n#   id: DS-9001\npackage x\n');
  write('trivy-checks/checks/docker/a_test.rego', '#   id: DS-9999\n');
  write('trivy-checks/checks/docker/a.yaml', 'dockerfile:\n  good:\n    - FROM a:1\n  bad:\n    - FROM a\n');
  expect(trivyCases(join(folder, 'trivy-checks')).map(short)).toEqual([
    'DS-9001 | a bad 1 | found |  | FROM a\n',
    'DS-9001 | a good 1 | silent |  | FROM a:1\n',
  ]);
});

test('Checkov: whole files of plain checks, single instructions of graph checks', () => {
  write('checkov/checkov/dockerfile/checks/A.py', '        id = "CKV_DOCKER_91"\n');
  write('checkov/tests/dockerfile/checks/example_A/failure/Dockerfile', 'FROM a\n');
  write('checkov/checkov/dockerfile/checks/graph_checks/B.yaml', 'metadata:\n  id: "CKV2_DOCKER_92"\n');
  const graph = 'checkov/tests/dockerfile/graph_builder/checks/resources/B';
  write(`${graph}/pass/Dockerfile`, 'FROM a\nRUN b \\\n  c\nENV D=1\nRUN e\n');
  expect(checkovCases(join(folder, 'checkov')).map(short)).toEqual([
    'CKV_DOCKER_91 | A/failure/Dockerfile | found |  | FROM a\n',
    'CKV2_DOCKER_92 | B/pass/Dockerfile RUN 1 | silent |  | FROM a\nRUN b \\\n  c\n',
    'CKV2_DOCKER_92 | B/pass/Dockerfile ENV 1 | silent |  | FROM a\nENV D=1\n',
    'CKV2_DOCKER_92 | B/pass/Dockerfile RUN 2 | silent |  | FROM a\nRUN e\n',
  ]);
});

test('KICS: samples by their names, and by lines where the list of results names them', () => {
  const query = 'kics/assets/queries/dockerfile/a_query';
  write(`${query}/metadata.json`, '{ "id": "aaaa-bbbb" }');
  write(`${query}/test/positive1.dockerfile`, 'FROM a\nRUN b\nRUN c\n');
  write(`${query}/test/positive2.dockerfile`, 'FROM d\n');
  write(`${query}/test/negative.dockerfile`, 'FROM e\n');
  write(
    `${query}/test/positive_expected_result.json`,
    '[{ "queryName": "A", "line": 3, "fileName": "positive1.dockerfile" }]',
  );
  expect(kicsCases(join(folder, 'kics')).map(short)).toEqual([
    'aaaa-bbbb | a_query/negative.dockerfile | silent |  | FROM e\n',
    'aaaa-bbbb | a_query/positive1.dockerfile line 3 | found | 3 | FROM a\nRUN b\nRUN c\n',
    'aaaa-bbbb | a_query/positive1.dockerfile line 2 | silent | 2 | FROM a\nRUN b\nRUN c\n',
    'aaaa-bbbb | a_query/positive2.dockerfile | found |  | FROM d\n',
  ]);
  write(`${query}/test/positive_expected_result.json`, '<<<<<<< broken');
  expect(kicsCases(join(folder, 'kics')).map(({ expected }) => expected)).toEqual([
    'silent',
    'found',
    'found',
  ]);
});

const ofService = ({ set, id, name, service, expected }: LabelledCase) =>
  `${set} ${id} | ${name} | ${service ?? ''} | ${expected}`;

test('KICS: samples of Compose files are labelled as a whole', () => {
  const query = 'kics-compose/assets/queries/dockerCompose/a_query';
  write(`${query}/metadata.json`, '{ "id": "cccc-dddd" }');
  write(`${query}/test/positive1.yaml`, 'services: {}\n');
  write(`${query}/test/negative1.yaml`, 'services: {}\n');
  write(`${query}/test/positive_expected_result.json`, '[{ "line": 1, "fileName": "positive1.yaml" }]');
  const cases = kicsCases(join(folder, 'kics-compose'));
  expect(cases.map(ofService)).toEqual([
    'kics cccc-dddd | a_query/negative1.yaml |  | silent',
    'kics cccc-dddd | a_query/positive1.yaml |  | found',
  ]);
  expect(cases.every(({ language }) => language === 'compose')).toBe(true);
});

test('Semgrep: the service that an annotation stands over or in', () => {
  write(
    'semgrep-rules/yaml/docker-compose/security/a.test.yaml',
    'services:\n  # ok: a-rule\n  web:\n    image: a\n  db:\n    # ruleid:a-rule\n    volumes:\n      - /x\n',
  );
  expect(semgrepCases(join(folder, 'semgrep-rules')).map(ofService)).toEqual([
    'semgrep a-rule | a-rule/web | web | silent',
    'semgrep a-rule | a-rule/db | db | found',
  ]);
});

test('compose-lint: tests that check one service of a sample file', () => {
  write('compose-lint/tests/compose_files/a.yml', 'services:\n  bad:\n    image: a\n  good:\n    image: b\n');
  write(
    'compose-lint/tests/test_CL0099.py',
    `class TestA:
    def _check(self, name: str) -> list:
        data, lines = load_compose(FIXTURES / "a.yml")
        return list(self.rule.check(name, data))

    def test_finds(self) -> None:
        findings = self._check("bad")
        assert len(findings) == 2

    def test_silent(self) -> None:
        findings = self._check("good")
        assert len(findings) == 0

    def test_two(self) -> None:
        assert self._check("good") == self._check("bad")

    def test_other_file(self) -> None:
        findings = self._check("elsewhere")
        assert len(findings) == 1
`,
  );
  expect(composeLintCases(join(folder, 'compose-lint')).map(ofService)).toEqual([
    'compose-lint CL-0099 | test_finds | bad | found',
    'compose-lint CL-0099 | test_silent | good | silent',
  ]);
});

test('a label of a service is judged by what is said in that service', () => {
  const text = 'services:\n  web:\n    image: a:1\n  db:\n    image: a:1\n    privileged: true\n';
  const base = { set: 'compose-lint', id: 'CL-0002', name: 'x', language: 'compose', text } as const;
  expect(runCase({ ...base, service: 'db', expected: 'found' }, facts).agrees).toBe(true);
  expect(runCase({ ...base, service: 'web', expected: 'silent' }, facts).agrees).toBe(true);
  expect(runCase({ ...base, expected: 'found' }, facts).agrees).toBe(true);
});
