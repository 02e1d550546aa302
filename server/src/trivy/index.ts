// The front door of the scanner: what the language server and the command line may use.
export { type BuildControl, type BuildRequest, buildImage, findBuilder } from './build-image.ts';
export { oldDatabaseNote } from './database-age.ts';
export { type EngineEndpoint, type EngineSearch, findEngineEndpoints } from './engine-endpoints.ts';
export type { FoundProgram, ProgramSearch } from './find-program.ts';
export { findTrivy } from './find-trivy.ts';
export { cleanForeignText } from './foreign-text.ts';
export { forgetKeptResults, type KeptResult, runTrivyKept } from './kept-results.ts';
export {
  enginesAsked,
  type ImageInspection,
  inspectImage,
  type LocalImageEntry,
  type LocalImageList,
  listLocalImages,
  sourceOfEngine,
} from './local-images.ts';
export { pinnedMemory, pinVariable } from './pinned-program.ts';
export { memoryInFile, memoryInProcess, type ProgramMemory, programMemoryPath } from './program-memory.ts';
export { parseTrivyReport } from './report.ts';
export { countFindings, formatCounts, worstOf } from './report-summary.ts';
export type {
  FoundLicense,
  FoundSecret,
  HistoryEntry,
  ImageFactsOfReport,
  InstalledPackage,
  Misconfiguration,
  SeverityCounts,
  SuppressedVulnerability,
  TrivyReport,
  Vulnerability,
} from './report-types.ts';
export { runTrivy, runTrivyBom, type ScanResult } from './run-trivy.ts';
export { ScanError, type ScanErrorKind } from './scan-error.ts';
export {
  mergeScanOptions,
  type PackageType,
  readWorkspaceOptions,
  type Scanner,
  type ScanOptions,
  type WorkspaceOptions,
} from './scan-options.ts';
export type {
  BomFormat,
  EngineAddress,
  ImageSource,
  ScanControl,
  ScanProgress,
  ScanRequest,
  ScanTarget,
  TrivyContainer,
  VexRequest,
} from './scan-request.ts';
export { findTrivyContainer, socketOf } from './trivy-container.ts';
export {
  checkTrivy,
  confirmTrivy,
  maliciousVersions,
  oldestVersion,
  type TrivyVerdict,
} from './trivy-version.ts';
