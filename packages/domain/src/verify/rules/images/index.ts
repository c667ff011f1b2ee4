import type { RuleCategory } from '../../rule/rule.ts';
import { ecrRepositoryMissing } from './ecr-repository-missing.ts';
import { imageRepositoryMismatch } from './image-repository-mismatch.ts';
import { imageTagImmutableConflict } from './image-tag-immutable-conflict.ts';
import { imageTagMutable } from './image-tag-mutable.ts';

export const imagesRules: RuleCategory = {
  folder: 'images',
  title: 'Images',
  rules: [ecrRepositoryMissing, imageRepositoryMismatch, imageTagImmutableConflict, imageTagMutable],
};
