import type { RuleCategory } from '../../rule/rule.ts';
import { dockerfileNeverBuilt } from './dockerfile-never-built.ts';
import { ecrRepositoryMissing } from './ecr-repository-missing.ts';
import { imageNeverBuilt } from './image-never-built.ts';
import { imageNeverDeployed } from './image-never-deployed.ts';
import { imageNeverPushed } from './image-never-pushed.ts';
import { imageRegistryMismatch } from './image-registry-mismatch.ts';
import { imageRepositoryMismatch } from './image-repository-mismatch.ts';
import { imageTagImmutableConflict } from './image-tag-immutable-conflict.ts';
import { imageTagMutable } from './image-tag-mutable.ts';
import { kustomizationImageUnmatched } from './kustomization-image-unmatched.ts';

export const imagesRules: RuleCategory = {
  folder: 'images',
  title: 'Images',
  rules: [
    dockerfileNeverBuilt,
    ecrRepositoryMissing,
    imageNeverBuilt,
    imageNeverDeployed,
    imageNeverPushed,
    imageRegistryMismatch,
    imageRepositoryMismatch,
    imageTagImmutableConflict,
    imageTagMutable,
    kustomizationImageUnmatched,
  ],
};
