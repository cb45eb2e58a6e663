# Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere.
# An empty list allows any network. attach-terraform.sh applies this and attaches what it puts out.

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "allowed_subnets" {
  description = "The subnets that may be used, by id. Empty: any."
  type        = list(string)
  default     = []
}

variable "allowed_security_groups" {
  description = "The security groups that may be used, by id. Empty: any."
  type        = list(string)
  default     = []
}

variable "policy_name" {
  description = "The name of the policies. Several have a number behind it."
  type        = string
  default     = "sagewarden-prevention"
}

variable "create_service_control_policy" {
  description = "Also as service control policies, which the management account alone can create."
  type        = bool
  default     = false
}

data "aws_iam_policy_document" "prevention" {
  statement {
    sid       = "VpcRequiredSubnets"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSubnets"
      values   = ["true"]
    }
  }

  statement {
    sid       = "VpcRequiredSubnetsNoModel"
    effect    = "Deny"
    actions   = ["sagemaker:CreateEndpointConfig"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSubnets"
      values   = ["true"]
    }

    condition {
      test     = "Null"
      variable = "sagemaker:ModelArn"
      values   = ["true"]
    }
  }

  statement {
    sid       = "VpcRequiredSecurityGroups"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = ["true"]
    }
  }

  statement {
    sid       = "VpcRequiredSecurityGroupsNoModel"
    effect    = "Deny"
    actions   = ["sagemaker:CreateEndpointConfig"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = ["true"]
    }

    condition {
      test     = "Null"
      variable = "sagemaker:ModelArn"
      values   = ["true"]
    }
  }

  statement {
    sid       = "NetworkIsolationRequired"
    effect    = "Deny"
    actions   = ["sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "sagemaker:NetworkIsolation"
      values   = ["false"]
    }
  }

  statement {
    sid       = "NetworkIsolationRequiredNoModel"
    effect    = "Deny"
    actions   = ["sagemaker:CreateEndpointConfig"]
    resources = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "sagemaker:NetworkIsolation"
      values   = ["false"]
    }

    condition {
      test     = "Null"
      variable = "sagemaker:ModelArn"
      values   = ["true"]
    }
  }

  statement {
    sid       = "InterContainerEncryption"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2"]
    resources = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "sagemaker:InterContainerTrafficEncryption"
      values   = ["false"]
    }
  }

  statement {
    sid       = "DirectInternetDisabled"
    effect    = "Deny"
    actions   = ["sagemaker:CreateNotebookInstance"]
    resources = ["*"]

    condition {
      test     = "StringNotEquals"
      variable = "sagemaker:DirectInternetAccess"
      values   = ["Disabled"]
    }
  }

  statement {
    sid       = "VpcOnlyDomain"
    effect    = "Deny"
    actions   = ["sagemaker:CreateDomain"]
    resources = ["*"]

    condition {
      test     = "StringNotEquals"
      variable = "sagemaker:AppNetworkAccessType"
      values   = ["VpcOnly"]
    }
  }

  statement {
    sid       = "VpcOnlyDomainUpdate"
    effect    = "Deny"
    actions   = ["sagemaker:UpdateDomain"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "sagemaker:AppNetworkAccessType"
      values   = ["PublicInternetOnly"]
    }
  }

  statement {
    sid       = "ApprovedSubnets"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateMonitoringSchedule", "sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:UpdateCluster", "sagemaker:UpdateDomain", "sagemaker:UpdateMonitoringSchedule"]
    resources = ["*"]

    condition {
      test     = length(var.allowed_subnets) > 0 ? "ForAnyValue:StringNotEquals" : "ForAnyValue:StringNotLike"
      variable = "sagemaker:VpcSubnets"
      values   = length(var.allowed_subnets) > 0 ? var.allowed_subnets : ["*"]
    }
  }

  statement {
    sid       = "ApprovedSecurityGroups"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateMonitoringSchedule", "sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:CreateUserProfile", "sagemaker:UpdateCluster", "sagemaker:UpdateDomain", "sagemaker:UpdateMonitoringSchedule", "sagemaker:UpdateUserProfile"]
    resources = ["*"]

    condition {
      test     = length(var.allowed_security_groups) > 0 ? "ForAnyValue:StringNotEquals" : "ForAnyValue:StringNotLike"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = length(var.allowed_security_groups) > 0 ? var.allowed_security_groups : ["*"]
    }
  }
}

locals {
  # Without the blanks that count in a service control policy.
  prevention = jsonencode(jsondecode(data.aws_iam_policy_document.prevention.json))
}

resource "aws_iam_policy" "prevention" {
  name        = var.policy_name
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  policy      = local.prevention

  lifecycle {
    precondition {
      condition     = length(local.prevention) <= 6144
      error_message = "A managed policy has at most 6,144 characters: shorten the allow-lists."
    }
  }
}

resource "aws_organizations_policy" "prevention" {
  count       = var.create_service_control_policy ? 1 : 0
  name        = var.policy_name
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  type        = "SERVICE_CONTROL_POLICY"
  content     = local.prevention

  lifecycle {
    precondition {
      condition     = length(local.prevention) <= 5120
      error_message = "A service control policy has at most 5,120 bytes: shorten the allow-lists."
    }
  }
}

output "policy_arn" {
  description = "To attach to every role that creates SageMaker resources."
  value       = aws_iam_policy.prevention.arn
}

output "service_control_policy_id" {
  description = "To attach to the root, an organizational unit or an account."
  value       = one(aws_organizations_policy.prevention[*].id)
}
