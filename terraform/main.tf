# The stack that serverless.yml makes, from the same template and the same zips: nothing is said twice. Only where the code lies differs,
# which Terraform uploads under the hash of its bytes.

locals {
  package_dir = coalesce(var.package_dir, "${path.module}/../dist/lambda")
  packaged    = jsondecode(file(coalesce(var.template, "${path.module}/../.serverless/cloudformation-template-update-stack.json")))

  # Logical id -> name of the zip.
  functions = { for id, resource in local.packaged.Resources : id => basename(resource.Properties.Code.S3Key) if resource.Type == "AWS::Lambda::Function" }

  template = merge(local.packaged, {
    Resources = {
      for id, resource in local.packaged.Resources : id => merge(resource, {
        for member in ["Properties"] : member => merge(resource.Properties, {
          Code = { S3Bucket = aws_s3_bucket.code.bucket, S3Key = aws_s3_object.code[local.functions[id]].key }
        }) if contains(keys(local.functions), id)
      }) if !startswith(id, "ServerlessDeploymentBucket")
    }
    Outputs = { for name, output in local.packaged.Outputs : name => output if !startswith(name, "ServerlessDeploymentBucket") }
  })
  template_text = jsonencode(local.template)
}

resource "aws_s3_bucket" "code" {
  bucket_prefix = "${var.stack_name}-code-"
  # Zips and the template: npm run package makes them again.
  force_destroy = true
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "code" {
  bucket                  = aws_s3_bucket.code.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_object" "code" {
  for_each    = toset(values(local.functions))
  bucket      = aws_s3_bucket.code.bucket
  key         = "${filesha256("${local.package_dir}/${each.value}")}/${each.value}"
  source      = "${local.package_dir}/${each.value}"
  source_hash = filesha256("${local.package_dir}/${each.value}")
  tags        = var.tags
}

# Over 51,200 bytes CloudFormation takes a template only from S3.
resource "aws_s3_object" "template" {
  bucket       = aws_s3_bucket.code.bucket
  key          = "${sha256(local.template_text)}/template.json"
  content      = local.template_text
  content_type = "application/json"
  tags         = var.tags
}

resource "aws_cloudformation_stack" "sagewarden" {
  name         = var.stack_name
  template_url = "https://${aws_s3_bucket.code.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  parameters   = var.parameters
  # The roles have names, which iac/member-account.yml trusts.
  capabilities = ["CAPABILITY_NAMED_IAM"]
  tags         = var.tags
}
