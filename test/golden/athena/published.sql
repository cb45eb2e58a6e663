WITH every_record AS (
  SELECT
    "$path" AS object,
    coalesce(regexp_extract("$path", '/AWSLogs/(?:o-[a-z0-9]+/)?(\d{12})/CloudTrail/([a-z0-9-]+)/\d{4}/\d{2}/\d{2}/[^/]+$', 1), coalesce(nullif(recipientaccountid, ''), useridentity.accountid)) AS account,
    coalesce(regexp_extract("$path", '/AWSLogs/(?:o-[a-z0-9]+/)?(\d{12})/CloudTrail/([a-z0-9-]+)/\d{4}/\d{2}/\d{2}/[^/]+$', 2), awsregion) AS region,
    substr(eventtime, 1, 13) AS hour,
    CASE WHEN coalesce(eventsource, '') = ''
      OR NOT coalesce(regexp_like(eventtime, '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$'), false)
      OR try(from_iso8601_timestamp(eventtime)) IS NULL
      OR NOT regexp_like(coalesce(coalesce(nullif(recipientaccountid, ''), useridentity.accountid), ''), '^\d{12}$')
      OR (eventsource IN ('sagemaker.amazonaws.com', 'sagemaker.amazonaws.com.cn', 'cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn') AND (coalesce(eventname, '') = '' OR coalesce(eventid, '') = '' OR coalesce(awsregion, '') = ''))
      OR (eventsource IN ('sagemaker.amazonaws.com', 'sagemaker.amazonaws.com.cn') AND (eventname IN ('CreateAIBenchmarkJob', 'CreateAlgorithm', 'CreateApp', 'CreateAutoMLJob', 'CreateAutoMLJobV2', 'CreateCluster', 'CreateCompilationJob', 'CreateDataQualityJobDefinition', 'CreateDomain', 'CreateEndpoint', 'CreateEndpointConfig', 'CreateHyperParameterTuningJob', 'CreateInferenceComponent', 'CreateInferenceExperiment', 'CreateInferenceRecommendationsJob', 'CreateJob', 'CreateLabelingJob', 'CreateModel', 'CreateModelBiasJobDefinition', 'CreateModelExplainabilityJobDefinition', 'CreateModelPackage', 'CreateModelQualityJobDefinition', 'CreateMonitoringSchedule', 'CreateNotebookInstance', 'CreateOptimizationJob', 'CreatePipeline', 'CreateProcessingJob', 'CreateSpace', 'CreateTrainingJob', 'CreateTrainingSession', 'CreateTransformJob', 'CreateUserProfile', 'CreateWorkforce', 'DeleteAIBenchmarkJob', 'DeleteAlgorithm', 'DeleteApp', 'DeleteCluster', 'DeleteCompilationJob', 'DeleteDataQualityJobDefinition', 'DeleteDomain', 'DeleteEndpoint', 'DeleteEndpointConfig', 'DeleteHyperParameterTuningJob', 'DeleteInferenceComponent', 'DeleteInferenceExperiment', 'DeleteJob', 'DeleteModel', 'DeleteModelBiasJobDefinition', 'DeleteModelExplainabilityJobDefinition', 'DeleteModelPackage', 'DeleteModelQualityJobDefinition', 'DeleteMonitoringSchedule', 'DeleteNotebookInstance', 'DeleteOptimizationJob', 'DeletePipeline', 'DeleteProcessingJob', 'DeleteSpace', 'DeleteTrainingJob', 'DeleteTrainingSession', 'DeleteUserProfile', 'DeleteWorkforce', 'RetryPipelineExecution', 'StartMonitoringSchedule', 'StartNotebookInstance', 'StartPipelineExecution', 'StopAIBenchmarkJob', 'StopAutoMLJob', 'StopCompilationJob', 'StopHyperParameterTuningJob', 'StopInferenceExperiment', 'StopInferenceRecommendationsJob', 'StopJob', 'StopLabelingJob', 'StopMonitoringSchedule', 'StopNotebookInstance', 'StopOptimizationJob', 'StopPipelineExecution', 'StopProcessingJob', 'StopTrainingJob', 'StopTrainingSession', 'StopTransformJob', 'UpdateCluster', 'UpdateDomain', 'UpdateEndpoint', 'UpdateInferenceComponent', 'UpdateMonitoringSchedule', 'UpdateNotebookInstance', 'UpdatePipeline', 'UpdateTrainingJob', 'UpdateUserProfile', 'UpdateWorkforce') OR (regexp_like(eventname, '^(Create|Update|Start|Put)') AND regexp_like(requestparameters, '(?i)vpcconfig|networkconfig|enablenetworkisolation|appnetworkaccesstype'))))
      OR (eventsource IN ('cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn') AND eventname IN ('CreateTrail', 'DeleteTrail', 'UpdateTrail', 'StartLogging', 'StopLogging', 'PutEventSelectors', 'PutEventConfiguration', 'DeleteEventDataStore', 'StopEventDataStoreIngestion', 'StartEventDataStoreIngestion'))
      THEN 'wanted'
      WHEN eventsource IN ('sagemaker.amazonaws.com', 'sagemaker.amazonaws.com.cn') OR (eventsource IN ('cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn') AND eventname IN ('CreateTrail', 'DeleteTrail', 'UpdateTrail', 'StartLogging', 'StopLogging', 'PutEventSelectors', 'PutEventConfiguration', 'DeleteEventDataStore', 'StopEventDataStoreIngestion', 'StartEventDataStoreIngestion'))
      THEN 'ours' ELSE 'other' END AS kind,
    false AS inside,
    greatest(0, coalesce(date_diff('hour',
      try(date_parse(substr(eventtime, 1, 13), '%Y-%m-%dT%H')) + INTERVAL '1' HOUR,
      try(date_parse(regexp_extract("$path", '_(\d{8}T\d{4})Z[^/]*$', 1), '%Y%m%dT%H%i'))), 0)) AS late,
    CAST(NULL AS varchar) AS all_members
  FROM "trails"."logs"
  WHERE "timestamp" BETWEEN '2026/06/30' AND '2026/08/09'
    AND "account" IN ('111122223333', '444455556666')
    AND "region" = 'eu-west-1'
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
SELECT IF(is_wanted, object) AS object, IF(is_wanted, NULL, account) AS account, IF(is_wanted, NULL, region) AS region, IF(is_wanted, NULL, hour) AS hour, IF(is_wanted, NULL, kind) AS kind, IF(is_wanted, NULL, inside) AS inside, IF(is_wanted, NULL, late) AS late, record,
  sum(records) AS records, count_if(nth = 1) AS objects
FROM by_object
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8