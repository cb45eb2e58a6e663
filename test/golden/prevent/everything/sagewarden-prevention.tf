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
  default     = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
}

variable "allowed_security_groups" {
  description = "The security groups that may be used, by id. Empty: any."
  type        = list(string)
  default     = ["sg-0123456789abcdef0"]
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

data "aws_iam_policy_document" "prevention_1" {
  statement {
    sid       = "VpcRequiredSubnets1"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSubnets"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = ["111122223333"]
    }
  }

  statement {
    sid       = "VpcRequiredSubnets2"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSubnets"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::111122223333:role/Research*"]
    }
  }

  statement {
    sid       = "VpcRequiredSubnets3"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSubnets"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "DateGreaterThanEquals"
      variable = "aws:CurrentTime"
      values   = ["2099-01-01T00:00:00Z"]
    }
  }

  statement {
    sid       = "VpcRequiredSubnetsNoModel1"
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = ["111122223333"]
    }
  }

  statement {
    sid       = "VpcRequiredSubnetsNoModel2"
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::111122223333:role/Research*"]
    }
  }

  statement {
    sid       = "VpcRequiredSubnetsNoModel3"
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "DateGreaterThanEquals"
      variable = "aws:CurrentTime"
      values   = ["2099-01-01T00:00:00Z"]
    }
  }

  statement {
    sid       = "VpcRequiredSecurityGroups1"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = ["111122223333"]
    }
  }

  statement {
    sid       = "VpcRequiredSecurityGroups2"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::111122223333:role/Research*"]
    }
  }

  statement {
    sid       = "VpcRequiredSecurityGroups3"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "DateGreaterThanEquals"
      variable = "aws:CurrentTime"
      values   = ["2099-01-01T00:00:00Z"]
    }
  }
}

locals {
  # Without the blanks that count in a service control policy.
  prevention_1 = jsonencode(jsondecode(data.aws_iam_policy_document.prevention_1.json))
}

resource "aws_iam_policy" "prevention_1" {
  name        = "${var.policy_name}-1"
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  policy      = local.prevention_1

  lifecycle {
    precondition {
      condition     = length(local.prevention_1) <= 6144
      error_message = "A managed policy has at most 6,144 characters: shorten the allow-lists."
    }
  }
}

resource "aws_organizations_policy" "prevention_1" {
  count       = var.create_service_control_policy ? 1 : 0
  name        = "${var.policy_name}-1"
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  type        = "SERVICE_CONTROL_POLICY"
  content     = local.prevention_1

  lifecycle {
    precondition {
      condition     = length(local.prevention_1) <= 5120
      error_message = "A service control policy has at most 5,120 bytes: shorten the allow-lists."
    }
  }
}

output "policy_arn_1" {
  description = "To attach to every role that creates SageMaker resources."
  value       = aws_iam_policy.prevention_1.arn
}

output "service_control_policy_id_1" {
  description = "To attach to the root, an organizational unit or an account."
  value       = one(aws_organizations_policy.prevention_1[*].id)
}

data "aws_iam_policy_document" "prevention_2" {
  statement {
    sid       = "VpcRequiredSecurityGroupsNoModel1"
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = ["111122223333"]
    }
  }

  statement {
    sid       = "VpcRequiredSecurityGroupsNoModel2"
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::111122223333:role/Research*"]
    }
  }

  statement {
    sid       = "VpcRequiredSecurityGroupsNoModel3"
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "DateGreaterThanEquals"
      variable = "aws:CurrentTime"
      values   = ["2099-01-01T00:00:00Z"]
    }
  }

  statement {
    sid       = "NetworkIsolationRequired1"
    effect    = "Deny"
    actions   = ["sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "sagemaker:NetworkIsolation"
      values   = ["false"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }
  }

  statement {
    sid       = "NetworkIsolationRequired2"
    effect    = "Deny"
    actions   = ["sagemaker:CreateProcessingJob"]
    resources = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "sagemaker:NetworkIsolation"
      values   = ["false"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "StringNotLike"
      variable = "aws:RequestTag/team"
      values   = ["data*"]
    }
  }

  statement {
    sid       = "NetworkIsolationRequired3"
    effect    = "Deny"
    actions   = ["sagemaker:CreateProcessingJob"]
    resources = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "sagemaker:NetworkIsolation"
      values   = ["false"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "DateGreaterThanEquals"
      variable = "aws:CurrentTime"
      values   = ["2099-07-01T00:00:00Z"]
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }
  }

  statement {
    sid       = "InterContainerEncryption"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "sagemaker:InterContainerTrafficEncryption"
      values   = ["false"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
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

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }
  }

  statement {
    sid       = "ApprovedSubnets1"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateMonitoringSchedule", "sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:UpdateCluster", "sagemaker:UpdateDomain", "sagemaker:UpdateMonitoringSchedule"]
    resources = ["*"]

    condition {
      test     = length(var.allowed_subnets) > 0 ? "ForAnyValue:StringNotEquals" : "ForAnyValue:StringNotLike"
      variable = "sagemaker:VpcSubnets"
      values   = length(var.allowed_subnets) > 0 ? var.allowed_subnets : ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = ["111122223333"]
    }
  }

  statement {
    sid       = "ServerlessOutsideVpc"
    effect    = "Deny"
    actions   = ["sagemaker:CreateEndpointConfig"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "sagemaker:ServerlessMemorySize"
      values   = ["false"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }
  }
}

locals {
  # Without the blanks that count in a service control policy.
  prevention_2 = jsonencode(jsondecode(data.aws_iam_policy_document.prevention_2.json))
}

resource "aws_iam_policy" "prevention_2" {
  name        = "${var.policy_name}-2"
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  policy      = local.prevention_2

  lifecycle {
    precondition {
      condition     = length(local.prevention_2) <= 6144
      error_message = "A managed policy has at most 6,144 characters: shorten the allow-lists."
    }
  }
}

resource "aws_organizations_policy" "prevention_2" {
  count       = var.create_service_control_policy ? 1 : 0
  name        = "${var.policy_name}-2"
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  type        = "SERVICE_CONTROL_POLICY"
  content     = local.prevention_2

  lifecycle {
    precondition {
      condition     = length(local.prevention_2) <= 5120
      error_message = "A service control policy has at most 5,120 bytes: shorten the allow-lists."
    }
  }
}

output "policy_arn_2" {
  description = "To attach to every role that creates SageMaker resources."
  value       = aws_iam_policy.prevention_2.arn
}

output "service_control_policy_id_2" {
  description = "To attach to the root, an organizational unit or an account."
  value       = one(aws_organizations_policy.prevention_2[*].id)
}

data "aws_iam_policy_document" "prevention_3" {
  statement {
    sid       = "ApprovedSubnets2"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateMonitoringSchedule", "sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:UpdateCluster", "sagemaker:UpdateDomain", "sagemaker:UpdateMonitoringSchedule"]
    resources = ["*"]

    condition {
      test     = length(var.allowed_subnets) > 0 ? "ForAnyValue:StringNotEquals" : "ForAnyValue:StringNotLike"
      variable = "sagemaker:VpcSubnets"
      values   = length(var.allowed_subnets) > 0 ? var.allowed_subnets : ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::111122223333:role/Research*"]
    }
  }

  statement {
    sid       = "ApprovedSubnets3"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateMonitoringSchedule", "sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:UpdateCluster", "sagemaker:UpdateDomain", "sagemaker:UpdateMonitoringSchedule"]
    resources = ["*"]

    condition {
      test     = length(var.allowed_subnets) > 0 ? "ForAnyValue:StringNotEquals" : "ForAnyValue:StringNotLike"
      variable = "sagemaker:VpcSubnets"
      values   = length(var.allowed_subnets) > 0 ? var.allowed_subnets : ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "DateGreaterThanEquals"
      variable = "aws:CurrentTime"
      values   = ["2099-01-01T00:00:00Z"]
    }
  }

  statement {
    sid       = "ApprovedSecurityGroups1"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateMonitoringSchedule", "sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:CreateUserProfile", "sagemaker:UpdateCluster", "sagemaker:UpdateDomain", "sagemaker:UpdateMonitoringSchedule", "sagemaker:UpdateUserProfile"]
    resources = ["*"]

    condition {
      test     = length(var.allowed_security_groups) > 0 ? "ForAnyValue:StringNotEquals" : "ForAnyValue:StringNotLike"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = length(var.allowed_security_groups) > 0 ? var.allowed_security_groups : ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = ["111122223333"]
    }
  }

  statement {
    sid       = "ApprovedSecurityGroups2"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateMonitoringSchedule", "sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:CreateUserProfile", "sagemaker:UpdateCluster", "sagemaker:UpdateDomain", "sagemaker:UpdateMonitoringSchedule", "sagemaker:UpdateUserProfile"]
    resources = ["*"]

    condition {
      test     = length(var.allowed_security_groups) > 0 ? "ForAnyValue:StringNotEquals" : "ForAnyValue:StringNotLike"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = length(var.allowed_security_groups) > 0 ? var.allowed_security_groups : ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::111122223333:role/Research*"]
    }
  }

  statement {
    sid       = "ApprovedSecurityGroups3"
    effect    = "Deny"
    actions   = ["sagemaker:CreateAutoMLJob", "sagemaker:CreateAutoMLJobV2", "sagemaker:CreateCluster", "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateJob", "sagemaker:CreateModel", "sagemaker:CreateModelBiasJobDefinition", "sagemaker:CreateModelExplainabilityJobDefinition", "sagemaker:CreateModelQualityJobDefinition", "sagemaker:CreateMonitoringSchedule", "sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:CreateUserProfile", "sagemaker:UpdateCluster", "sagemaker:UpdateDomain", "sagemaker:UpdateMonitoringSchedule", "sagemaker:UpdateUserProfile"]
    resources = ["*"]

    condition {
      test     = length(var.allowed_security_groups) > 0 ? "ForAnyValue:StringNotEquals" : "ForAnyValue:StringNotLike"
      variable = "sagemaker:VpcSecurityGroupIds"
      values   = length(var.allowed_security_groups) > 0 ? var.allowed_security_groups : ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }

    condition {
      test     = "DateGreaterThanEquals"
      variable = "aws:CurrentTime"
      values   = ["2099-01-01T00:00:00Z"]
    }
  }
}

locals {
  # Without the blanks that count in a service control policy.
  prevention_3 = jsonencode(jsondecode(data.aws_iam_policy_document.prevention_3.json))
}

resource "aws_iam_policy" "prevention_3" {
  name        = "${var.policy_name}-3"
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  policy      = local.prevention_3

  lifecycle {
    precondition {
      condition     = length(local.prevention_3) <= 6144
      error_message = "A managed policy has at most 6,144 characters: shorten the allow-lists."
    }
  }
}

resource "aws_organizations_policy" "prevention_3" {
  count       = var.create_service_control_policy ? 1 : 0
  name        = "${var.policy_name}-3"
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  type        = "SERVICE_CONTROL_POLICY"
  content     = local.prevention_3

  lifecycle {
    precondition {
      condition     = length(local.prevention_3) <= 5120
      error_message = "A service control policy has at most 5,120 bytes: shorten the allow-lists."
    }
  }
}

output "policy_arn_3" {
  description = "To attach to every role that creates SageMaker resources."
  value       = aws_iam_policy.prevention_3.arn
}

output "service_control_policy_id_3" {
  description = "To attach to the root, an organizational unit or an account."
  value       = one(aws_organizations_policy.prevention_3[*].id)
}

data "aws_iam_policy_document" "prevention_4" {
  statement {
    sid       = "RemoteDebugDisabled"
    effect    = "Deny"
    actions   = ["sagemaker:CreateTrainingJob", "sagemaker:UpdateTrainingJob"]
    resources = ["*"]

    condition {
      test     = "Bool"
      variable = "sagemaker:EnableRemoteDebug"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1", "us-east-1"]
    }
  }
}

locals {
  # Without the blanks that count in a service control policy.
  prevention_4 = jsonencode(jsondecode(data.aws_iam_policy_document.prevention_4.json))
}

resource "aws_iam_policy" "prevention_4" {
  name        = "${var.policy_name}-4"
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  policy      = local.prevention_4

  lifecycle {
    precondition {
      condition     = length(local.prevention_4) <= 6144
      error_message = "A managed policy has at most 6,144 characters: shorten the allow-lists."
    }
  }
}

resource "aws_organizations_policy" "prevention_4" {
  count       = var.create_service_control_policy ? 1 : 0
  name        = "${var.policy_name}-4"
  description = "Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere."
  type        = "SERVICE_CONTROL_POLICY"
  content     = local.prevention_4

  lifecycle {
    precondition {
      condition     = length(local.prevention_4) <= 5120
      error_message = "A service control policy has at most 5,120 bytes: shorten the allow-lists."
    }
  }
}

output "policy_arn_4" {
  description = "To attach to every role that creates SageMaker resources."
  value       = aws_iam_policy.prevention_4.arn
}

output "service_control_policy_id_4" {
  description = "To attach to the root, an organizational unit or an account."
  value       = one(aws_organizations_policy.prevention_4[*].id)
}
