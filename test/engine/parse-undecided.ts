// Small Dockerfiles that BuildKit may refuse. test/oracle asks the real BuildKit about every one of them.

/**
 * BuildKit refuses these when no build argument is given and the base image sets nothing, which the file alone does not
 * tell: no error is shown.
 */
export const undecided: readonly string[] = [
  'FROM $X\n',
  'FROM --platform=$X a\n',
  'FROM alpine\nENV A=${B:?m}\n',
  'FROM alpine\nENV A=${B?}\n',
  'FROM alpine\nARG A=${B:?x}\n',
  'FROM alpine\nEXPOSE ${P}/tcp\n',
  'FROM alpine\nSTOPSIGNAL $X\n',
  'FROM alpine\nVOLUME $X\n',
  'FROM alpine\nRUN --mount=type=$X,target=/x y\n',
  'FROM alpine\nRUN --mount=type=cache y\n',
  'FROM alpine\nRUN --mount=type=cache,target=./.. y\n',
  'FROM alpine\nRUN --mount=type=bind,target=. y\n',
  'FROM alpine\nRUN --mount=type=tmpfs y\n',
  'FROM alpine\nRUN --mount=type=secret,id=$X y\n',
  '# check=error=true\nFROM a as b\n',
  'ARG V\nFROM a:$V\n',
  'ARG V=A\nFROM $V\n',
  'FROM a AS b\nONBUILD COPY a\nFROM b\n',
  'FROM a AS b\nONBUILD FOO\nFROM b\n',
  'FROM scratch\nRUN --mount=type=cache y\n',
];
