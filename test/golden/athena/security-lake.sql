WITH every_record AS (
  SELECT
    "$path" AS object,
    coalesce(regexp_extract("$path", '/AWSLogs/(?:o-[a-z0-9]+/)?(\d{12})/CloudTrail/([a-z0-9-]+)/\d{4}/\d{2}/\d{2}/[^/]+$', 1), accountid) AS account,
    coalesce(regexp_extract("$path", '/AWSLogs/(?:o-[a-z0-9]+/)?(\d{12})/CloudTrail/([a-z0-9-]+)/\d{4}/\d{2}/\d{2}/[^/]+$', 2), cloud.region) AS region,
    substr(date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ'), 1, 13) AS hour,
    CASE WHEN coalesce(api.service.name, '') = ''
      OR NOT coalesce(regexp_like(date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ'), '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$'), false)
      OR try(from_iso8601_timestamp(date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ'))) IS NULL
      OR NOT regexp_like(coalesce(accountid, ''), '^\d{12}$')
      OR (api.service.name IN ('sagemaker.amazonaws.com', 'sagemaker.amazonaws.com.cn', 'cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn') AND (coalesce(api.operation, '') = '' OR coalesce(metadata.uid, '') = '' OR coalesce(cloud.region, '') = ''))
      OR (date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ') < '2026-10-01T00:00:00Z' AND api.service.name IN ('sagemaker.amazonaws.com', 'sagemaker.amazonaws.com.cn') AND (api.operation IN ('CreateAIBenchmarkJob', 'CreateAlgorithm', 'CreateApp', 'CreateAutoMLJob', 'CreateAutoMLJobV2', 'CreateCluster', 'CreateCompilationJob', 'CreateDataQualityJobDefinition', 'CreateDomain', 'CreateEndpoint', 'CreateEndpointConfig', 'CreateHyperParameterTuningJob', 'CreateInferenceComponent', 'CreateInferenceExperiment', 'CreateInferenceRecommendationsJob', 'CreateJob', 'CreateLabelingJob', 'CreateModel', 'CreateModelBiasJobDefinition', 'CreateModelExplainabilityJobDefinition', 'CreateModelPackage', 'CreateModelQualityJobDefinition', 'CreateMonitoringSchedule', 'CreateNotebookInstance', 'CreateOptimizationJob', 'CreatePipeline', 'CreateProcessingJob', 'CreateSpace', 'CreateTrainingJob', 'CreateTrainingSession', 'CreateTransformJob', 'CreateUserProfile', 'CreateWorkforce', 'DeleteAIBenchmarkJob', 'DeleteAlgorithm', 'DeleteApp', 'DeleteCluster', 'DeleteCompilationJob', 'DeleteDataQualityJobDefinition', 'DeleteDomain', 'DeleteEndpoint', 'DeleteEndpointConfig', 'DeleteHyperParameterTuningJob', 'DeleteInferenceComponent', 'DeleteInferenceExperiment', 'DeleteJob', 'DeleteModel', 'DeleteModelBiasJobDefinition', 'DeleteModelExplainabilityJobDefinition', 'DeleteModelPackage', 'DeleteModelQualityJobDefinition', 'DeleteMonitoringSchedule', 'DeleteNotebookInstance', 'DeleteOptimizationJob', 'DeletePipeline', 'DeleteProcessingJob', 'DeleteSpace', 'DeleteTrainingJob', 'DeleteTrainingSession', 'DeleteUserProfile', 'DeleteWorkforce', 'RetryPipelineExecution', 'StartMonitoringSchedule', 'StartNotebookInstance', 'StartPipelineExecution', 'StopAIBenchmarkJob', 'StopAutoMLJob', 'StopCompilationJob', 'StopHyperParameterTuningJob', 'StopInferenceExperiment', 'StopInferenceRecommendationsJob', 'StopJob', 'StopLabelingJob', 'StopMonitoringSchedule', 'StopNotebookInstance', 'StopOptimizationJob', 'StopPipelineExecution', 'StopProcessingJob', 'StopTrainingJob', 'StopTrainingSession', 'StopTransformJob', 'UpdateCluster', 'UpdateDomain', 'UpdateEndpoint', 'UpdateInferenceComponent', 'UpdateMonitoringSchedule', 'UpdateNotebookInstance', 'UpdatePipeline', 'UpdateTrainingJob', 'UpdateUserProfile', 'UpdateWorkforce') OR (regexp_like(api.operation, '^(Create|Update|Start|Put)') AND regexp_like(api.request.data, '(?i)vpcconfig|networkconfig|enablenetworkisolation|appnetworkaccesstype'))))
      OR (date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ') < '2026-10-01T00:00:00Z' AND api.service.name IN ('cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn') AND api.operation IN ('CreateTrail', 'DeleteTrail', 'UpdateTrail', 'StartLogging', 'StopLogging', 'PutEventSelectors', 'PutEventConfiguration', 'DeleteEventDataStore', 'StopEventDataStoreIngestion', 'StartEventDataStoreIngestion'))
      THEN 'wanted'
      WHEN api.service.name IN ('sagemaker.amazonaws.com', 'sagemaker.amazonaws.com.cn') OR (api.service.name IN ('cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn') AND api.operation IN ('CreateTrail', 'DeleteTrail', 'UpdateTrail', 'StartLogging', 'StopLogging', 'PutEventSelectors', 'PutEventConfiguration', 'DeleteEventDataStore', 'StopEventDataStoreIngestion', 'StartEventDataStoreIngestion'))
      THEN 'ours' ELSE 'other' END AS kind,
    (api.service.name IN ('sagemaker.amazonaws.com', 'sagemaker.amazonaws.com.cn') OR (api.service.name IN ('cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn') AND api.operation IN ('CreateTrail', 'DeleteTrail', 'UpdateTrail', 'StartLogging', 'StopLogging', 'PutEventSelectors', 'PutEventConfiguration', 'DeleteEventDataStore', 'StopEventDataStoreIngestion', 'StartEventDataStoreIngestion'))) AND date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ') >= '2026-07-01T00:00:00Z' AND date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ') < '2026-10-01T00:00:00Z' AS inside,
    IF(substr(date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ'), 1, 13) BETWEEN '2026-07-01T00' AND '2026-09-30T23', greatest(0, coalesce(date_diff('hour',
      try(date_parse(substr(date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ'), 1, 13), '%Y-%m-%dT%H')) + INTERVAL '1' HOUR,
      try(date_parse(regexp_extract("$path", '_(\d{8}T\d{4})Z[^/]*$', 1), '%Y%m%dT%H%i'))), 0)), 0) AS late,
    json_format(CAST(map(ARRAY['eventTime', 'recipientAccountId', 'eventID', 'eventType', 'eventSource', 'eventName', 'requestParameters', 'responseElements', 'errorCode', 'awsRegion', 'userAgent', 'userIdentity.type', 'userIdentity.arn', 'userIdentity.principalId', 'userIdentity.userName', 'userIdentity.invokedBy', 'userIdentity.sessionContext.sessionIssuer.arn', 'sourceIPAddress'], ARRAY[date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ'), accountid, metadata.uid, metadata.event_code, api.service.name, api.operation, api.request.data, api.response.data, api.response.error, cloud.region, http_request.user_agent, actor.user.type, actor.user.uid, actor.user.uid_alt, actor.user.name, actor.invoked_by, actor.session.issuer, coalesce(src_endpoint.ip, src_endpoint.domain)]) AS json)) AS all_members
  FROM "trails"."lake"
  WHERE time_dt >= TIMESTAMP '2026-06-30 00:00:00' AND time_dt < TIMESTAMP '2026-08-10 00:00:00'
    AND accountid IN ('111122223333', '444455556666')
    AND region = 'eu-west-1'
), counted AS (
  SELECT object, account, region, hour, kind, coalesce(inside, false) AS inside, late, IF(kind = 'wanted', all_members) AS record,
    count(*) AS records
  FROM every_record
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), by_object AS (
  SELECT *,
    bool_or(kind = 'wanted') OVER (PARTITION BY object) AS is_wanted,
    row_number() OVER (PARTITION BY object ORDER BY late DESC, hour, kind) AS nth
  FROM counted
)
SELECT IF(kind = 'wanted', object) AS object, account, region, hour, kind, inside, late, record,
  sum(records) AS records, count_if(nth = 1) AS objects
FROM by_object
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8