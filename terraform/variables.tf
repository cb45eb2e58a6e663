variable "package_dir" {
  description = "Folder of the zips that `npm run package` writes. Default: this project's own."
  type        = string
  default     = null
}

variable "template" {
  description = "The template that `npm run package` writes; the stage is in it. Default: this project's own."
  type        = string
  default     = null
}

variable "stack_name" {
  description = "Name of the CloudFormation stack."
  type        = string
  default     = "sagewarden"
}

variable "parameters" {
  description = "Parameters of the stack by their names in iac/parameters.yml (AlertEmail, TrailBucket, ContinuousEvidence, ...); docs/deploy.md has each."
  type        = map(string)
  default     = {}
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
  default     = {}
}
