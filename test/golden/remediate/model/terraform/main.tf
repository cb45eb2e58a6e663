# Written by sagewarden remediate for arn:aws:sagemaker:eu-west-1:111122223333:model/fraud
# Where a configuration of yours manages these resources already, change them there: a second state would fight the first.
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

# The values are in secrets.auto.tfvars.json (mode 0600). Terraform keeps them in its state: encrypt that.
variable "environment" {
  type      = map(map(string))
  sensitive = true
}

# terraform apply -var backout=true puts the endpoints back on their old configs.
variable "backout" {
  type    = bool
  default = false
}

resource "aws_sagemaker_model" "model_1" {
  name                     = "Fraud-vpc-3d77c975"
  execution_role_arn       = "arn:aws:iam::111122223333:role/exec"
  enable_network_isolation = true

  vpc_config {
    security_group_ids = ["sg-1"]
    subnets            = ["subnet-a", "subnet-b"]
  }

  primary_container {
    image          = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/fraud:1"
    model_data_url = "s3://models/m.tar.gz"
    environment    = var.environment["model_1_primary"]
  }

  tags = {
    "team" = "fraud"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_sagemaker_endpoint_configuration" "config_1" {
  name = "fraud-config-vpc-05066281"

  production_variants {
    variant_name           = "v0"
    model_name             = aws_sagemaker_model.model_1.name
    instance_type          = "ml.m5.large"
    initial_instance_count = 2
  }

  data_capture_config {
    enable_capture              = true
    initial_sampling_percentage = 5
    destination_s3_uri          = "s3://captured"

    capture_options {
      capture_mode = "Input"
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

# It exists: taken over as it is, and updated in place. hashicorp/aws cannot ask UpdateEndpoint to keep instance counts that scaling
# has changed: they go back to those of the config.
import {
  to = aws_sagemaker_endpoint.endpoint_1
  id = "fraud"
}

resource "aws_sagemaker_endpoint" "endpoint_1" {
  name                 = "fraud"
  endpoint_config_name = var.backout ? "fraud-config" : aws_sagemaker_endpoint_configuration.config_1.name

  deployment_config {
    blue_green_update_policy {
      termination_wait_in_seconds          = 600
      maximum_execution_timeout_in_seconds = 7200

      traffic_routing_configuration {
        type                     = "CANARY"
        wait_interval_in_seconds = 300

        canary_size {
          type  = "INSTANCE_COUNT"
          value = 1
        }
      }
    }

    auto_rollback_configuration {
      alarms {
        alarm_name = "it's 5xx"
      }
    }
  }
}
