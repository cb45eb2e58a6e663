output "stack_id" {
  description = "ARN of the stack."
  value       = aws_cloudformation_stack.sagewarden.id
}

output "outputs" {
  description = "What the stack puts out: topics, queues, and the bucket of the sealed days where there is one."
  value       = aws_cloudformation_stack.sagewarden.outputs
}
